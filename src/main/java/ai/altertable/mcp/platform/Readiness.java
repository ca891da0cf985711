package ai.altertable.mcp.platform;

/** Whether this node takes requests: from when everything listens until it begins to stop. */
public final class Readiness {
  private volatile boolean ready;

  public boolean ready() {
    return ready;
  }

  public void set(boolean ready) {
    this.ready = ready;
  }
}
