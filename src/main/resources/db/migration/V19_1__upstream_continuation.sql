-- Where a browser goes on after the upstream provider may hold the token of an invitation: it is kept sealed. Sign-ins
-- under way (15 minutes at most) are begun again.
DELETE FROM upstream_sign_in;
ALTER TABLE upstream_sign_in
  DROP COLUMN request,
  ADD COLUMN next_sealed bytea NOT NULL;                -- sealed under secrets.key
