package ai.altertable.mcp.lakehouse.postgres;

import java.util.List;

/**
 * What is taken from an environment's reader in its own database, as far as a superuser can.
 *
 * <p>A read-only transaction and a login without rights already stop every write. What is left are
 * functions that everybody may call and that reach outside of the transaction: they hold locks,
 * sleep, signal, write to the log or to WAL, run statements that the cursor rule has not seen, or
 * show other databases, logins and sessions of the server.
 */
final class Hardening {
  /** Regular expressions of functions in {@code pg_catalog}, matched whole. */
  private static final List<String> FUNCTIONS =
      List.of(
          // waits, locks, signals
          "pg_sleep.*",
          "pg_(try_)?advisory.*",
          "pg_notify",
          "pg_listening_channels",
          "pg_notification_queue_usage",
          "pg_(cancel|terminate)_backend",
          "pg_(safe_snapshot_)?blocking_pids",
          "pg_isolation_test_session_is_blocked",
          // settings of the session
          "set_config",
          "setseed",
          // statements in strings, which the cursor rule has not judged
          "(query|table|schema|database|cursor)_to_xml.*",
          "ts_stat",
          "ts_rewrite",
          // large objects and files
          "lo_.*",
          "loread",
          "lowrite",
          "pg_(read|ls|stat)_.*file.*",
          "pg_ls_.*",
          "pg_current_logfile",
          "pg_relation_file(path|node)",
          "pg_filenode_relation",
          "pg_tablespace_.*",
          // transaction ids, snapshots, WAL, replication
          "txid_.*",
          "pg_current_xact_id.*",
          "pg_xact_.*",
          "pg_(get_)?(current_)?snapshot.*",
          "pg_export_snapshot",
          "pg_(current_)?wal.*",
          "pg_(last|switch|create|is|promote|get)_(wal|xact|restore|recovery|in_).*",
          "pg_is_in_recovery",
          "pg_logical_.*",
          "pg_replication_.*",
          "pg_(create|drop|copy)_.*slot.*",
          "pg_get_replication_slots",
          "pg_control_.*",
          // the server's sessions, locks, memory and statistics
          "pg_stat_get_(activity|backend.*|db_.*|progress_info|wal.*|replication.*|subscription.*|io.*|slru"
              + "|archiver|bgwriter.*|checkpointer.*|recovery_prefetch|ssl.*)",
          "pg_stat_(reset|force|clear).*",
          "pg_lock_status",
          "pg_prepared_xact",
          "pg_prepared_statement",
          "pg_cursor",
          "pg_get_(backend_memory|shmem_allocations|multixact).*",
          "pg_log_.*",
          "pg_show_all_file_settings",
          "pg_hba_file_rules",
          "pg_ident_file_mappings",
          "pg_config",
          "pg_postmaster_start_time",
          "pg_conf_load_time",
          "pg_reload_conf",
          "pg_rotate_logfile.*",
          "pg_backup_.*",
          "pg_database_size",
          "inet_(client|server)_(addr|port)",
          // maintenance
          "(brin|gin)_.*(summarize|clean|desummarize).*",
          "pg_import_system_collations",
          "pg_nextoid",
          "pg_extension_config_dump",
          "binary_upgrade.*");

  /** Relations in {@code pg_catalog} that show what belongs to the whole server. */
  private static final List<String> RELATIONS =
      List.of(
          "pg_database",
          "pg_db_role_setting",
          "pg_authid",
          "pg_auth_members",
          "pg_roles",
          "pg_user",
          "pg_group",
          "pg_shadow",
          "pg_user_mappings",
          "pg_shdepend",
          "pg_shdescription",
          "pg_shseclabel",
          "pg_seclabels",
          "pg_parameter_acl",
          "pg_tablespace",
          "pg_replication.*",
          "pg_subscription.*",
          "pg_stat_.*",
          "pg_statio_.*",
          "pg_locks",
          "pg_prepared_.*",
          "pg_cursors",
          "pg_config",
          "pg_file_settings",
          "pg_hba_file_rules",
          "pg_ident_file_mappings",
          "pg_backend_memory_contexts",
          "pg_shmem_allocations.*",
          "pg_aios",
          "pg_largeobject.*");

  // statistics of the environment's own tables stay: they help to write good statements
  private static final String REVOKE =
      """
      DO $$
      DECLARE
        target text;
      BEGIN
        FOR target IN
          SELECT p.oid::regprocedure::text FROM pg_catalog.pg_proc p
          WHERE p.pronamespace = 'pg_catalog'::regnamespace AND p.prokind IN ('f', 'p')
            AND p.proname ~ '^({functions})$'
        LOOP
          EXECUTE 'REVOKE ALL ON FUNCTION ' || target || ' FROM PUBLIC';
        END LOOP;
        FOR target IN
          SELECT c.oid::regclass::text FROM pg_catalog.pg_class c
          WHERE c.relnamespace = 'pg_catalog'::regnamespace AND c.relkind IN ('r', 'v')
            AND c.relname ~ '^({relations})$' AND c.relname !~ '^pg_stat(io)?_(all|user|sys)_|^pg_stats'
        LOOP
          EXECUTE 'REVOKE ALL ON ' || target || ' FROM PUBLIC';
        END LOOP;
      END
      $$""";

  private Hardening() {}

  /** Run by a superuser in the environment's database; may be run again. */
  static String revoke() {
    return REVOKE
        .replace("{functions}", String.join("|", FUNCTIONS))
        .replace("{relations}", String.join("|", RELATIONS));
  }
}
