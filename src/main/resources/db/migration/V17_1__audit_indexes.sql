-- The audit log is written with every call, so its indexes are what a call pays for. In the order of time their entries
-- go to the end of their group, where pages fill up; newest first, each group grew at its front and split its pages in
-- halves. Reading newest first goes through them backwards.

CREATE INDEX audit_event_organization ON audit_event (organization_id, at);
DROP INDEX audit_event_organization_id_at_idx;

CREATE INDEX audit_event_grant ON audit_event (grant_id, at);
DROP INDEX audit_event_grant_id_at_idx;

-- By subject only what belongs to no organization is looked for (sign-ins): calls need no entry.
CREATE INDEX audit_event_subject ON audit_event (subject, at) WHERE organization_id IS NULL;
DROP INDEX audit_event_subject_at_idx;
