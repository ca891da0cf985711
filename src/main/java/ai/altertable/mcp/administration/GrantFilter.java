package ai.altertable.mcp.administration;

import static java.util.Objects.requireNonNull;

import ai.altertable.mcp.identity.admin.Refused;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which grants of an organization are wanted. An empty part admits all.
 *
 * @param holder part of a user's e-mail address or a service account's name
 * @param client part of a client's name or id
 * @param environment slug
 * @param state which of the living and the ended
 */
public record GrantFilter(
    Optional<String> holder, Optional<String> client, Optional<String> environment, State state) {
  static final GrantFilter ANY =
      new GrantFilter(Optional.empty(), Optional.empty(), Optional.empty(), State.ALL);

  private static final int LONGEST = 2048;

  /**
   * @throws Refused {@code INVALID}
   */
  public GrantFilter {
    requireNonNull(holder, "holder is null");
    requireNonNull(client, "client is null");
    requireNonNull(environment, "environment is null");
    requireNonNull(state, "state is null");
    boolean storable =
        Stream.of(holder, client, environment)
            .flatMap(Optional::stream)
            .allMatch(text -> text.length() <= LONGEST && text.indexOf('\0') < 0);
    if (!storable) {
      throw Refused.invalid("filter", "The filter is too long.");
    }
  }

  /** Living or ended. */
  public enum State {
    LIVE,
    ENDED,
    ALL;

    public String wire() {
      return name().toLowerCase(Locale.ROOT);
    }

    /**
     * @throws Refused {@code INVALID} for unknown names
     */
    public static State parse(String wire) {
      for (State state : values()) {
        if (state.wire().equals(wire)) {
          return state;
        }
      }
      throw Refused.invalid("state", "The state must be live, ended or all.");
    }
  }
}
