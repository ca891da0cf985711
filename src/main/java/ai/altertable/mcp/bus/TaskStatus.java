package ai.altertable.mcp.bus;

import java.util.Locale;

/** Where a task stands. The last three are final. */
public enum TaskStatus {
  WORKING,
  INPUT_REQUIRED,
  COMPLETED,
  FAILED,
  CANCELLED;

  /** The name on the wire and in the database. */
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The status of that name.
   *
   * @throws IllegalArgumentException when there is none
   */
  public static TaskStatus of(String wire) {
    return valueOf(wire.toUpperCase(Locale.ROOT));
  }

  /** Whether nothing changes any more. */
  public boolean over() {
    return this != WORKING && this != INPUT_REQUIRED;
  }
}
