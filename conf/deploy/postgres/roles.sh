#!/bin/sh
# Runs once, when the database server is new: the role that owns the platform database. It is no superuser, or
# row-level security would not bind it.
set -eu
psql --set ON_ERROR_STOP=1 --set password="$PLATFORM_PASSWORD" --username postgres <<'SQL'
CREATE ROLE altertable LOGIN NOSUPERUSER PASSWORD :'password';
CREATE DATABASE altertable OWNER altertable;
SQL
