package ai.altertable.mcp.identity.admin;

import static java.util.Objects.requireNonNull;

import ai.altertable.mcp.platform.AuditEvent;
import java.util.Optional;

/**
 * A recorded event.
 *
 * @param place where the events after it (earlier ones) begin
 * @param subjectName e-mail address of the user or name of the service account, while it exists
 * @param clientName of the OAuth client, while it exists
 * @param environment slug, while it exists
 */
public record AuditEntry(
    AuditPlace place,
    AuditEvent event,
    Optional<String> subjectName,
    Optional<String> clientName,
    Optional<String> environment) {
  public AuditEntry {
    requireNonNull(place, "place is null");
    requireNonNull(event, "event is null");
    requireNonNull(subjectName, "subjectName is null");
    requireNonNull(clientName, "clientName is null");
    requireNonNull(environment, "environment is null");
  }
}
