package ai.altertable.mcp.identity.admin;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Which recorded events are wanted; what is empty does not matter.
 *
 * @param from from then on
 * @param until before then
 * @param action exactly, or everything under it when it ends in a dot: {@code member.}
 * @param outcome exactly
 * @param subject key of a user or service account
 * @param clientId of an OAuth client
 * @param environmentId of one environment
 * @param tool exactly
 */
public record AuditFilter(
    Optional<Instant> from,
    Optional<Instant> until,
    Optional<String> action,
    Optional<String> outcome,
    Optional<String> subject,
    Optional<String> clientId,
    Optional<UUID> environmentId,
    Optional<String> tool) {
  /** Everything. */
  public static final AuditFilter ALL =
      new AuditFilter(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());

  private static final int LONGEST = 2048;

  /**
   * @throws Refused {@code INVALID}
   */
  public AuditFilter {
    requireNonNull(from, "from is null");
    requireNonNull(until, "until is null");
    requireNonNull(environmentId, "environmentId is null");
    boolean storable =
        Stream.of(action, outcome, subject, clientId, tool)
            .flatMap(Optional::stream)
            .allMatch(text -> text.length() <= LONGEST && text.indexOf('\0') < 0);
    if (!storable) {
      throw Refused.invalid("filter", "The filter is too long.");
    }
  }
}
