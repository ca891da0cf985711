package ai.altertable.mcp.identity;

import ai.altertable.mcp.platform.AuditNote;

/** How it is recorded that somebody was let in. */
@FunctionalInterface
public interface Arrival {
  /** What is written in the transaction in which the session starts. */
  AuditNote note(User user, SignInMethod method);
}
