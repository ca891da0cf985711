package ai.altertable.mcp.identity;

import ai.altertable.mcp.platform.AuditNote;
import java.util.UUID;

/** How it is recorded that somebody became a member. */
@FunctionalInterface
public interface Joining {
  /** What is written in the transaction in which it happens. */
  AuditNote note(User user, UUID organizationId);
}
