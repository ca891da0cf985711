package ai.altertable.mcp.identity.admin;

import static java.util.Objects.requireNonNull;

import java.util.UUID;

/**
 * What an act of administration did, for the audit log.
 *
 * @param value what the caller gets; may be null
 * @param action {@code member.remove}, …
 * @param environmentId of what was changed, or null when it is the whole organization's
 * @param target what was changed and how; never a secret
 */
public record Change<T>(T value, String action, UUID environmentId, String target) {
  public Change {
    requireNonNull(action, "action is null");
    requireNonNull(target, "target is null");
  }

  public static Change<Void> done(String action, String target) {
    return new Change<>(null, action, null, target);
  }

  public static Change<Void> in(UUID environmentId, String action, String target) {
    return new Change<>(null, action, environmentId, target);
  }
}
