package ai.altertable.mcp.platform;

import java.util.Optional;

/**
 * Whether this node takes requests: from when everything listens until it begins to stop, while its
 * database answers.
 */
public final class Readiness {
  private volatile Optional<PlatformDatabase> database = Optional.empty();
  private volatile boolean ready;

  /** Names the database, which is not there yet when the process begins to answer. */
  public void rely(PlatformDatabase on) {
    database = Optional.of(on);
  }

  /** Empty until the node has connected. */
  Optional<PlatformDatabase> database() {
    return database;
  }

  public boolean ready() {
    return ready;
  }

  public void set(boolean ready) {
    this.ready = ready;
  }
}
