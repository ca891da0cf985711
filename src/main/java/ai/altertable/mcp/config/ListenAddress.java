package ai.altertable.mcp.config;

/**
 * Where a listener binds.
 *
 * @param host an address or host name of this machine
 * @param port 0 to 65535; 0 lets the system choose
 */
public record ListenAddress(String host, int port) {
  public ListenAddress {
    if (host.isBlank()) {
      throw new IllegalArgumentException("host is blank");
    }
  }

  /** True when only this machine can reach the listener. */
  public boolean loopback() {
    return host.equals("localhost") || host.startsWith("127.") || host.equals("::1");
  }

  /** True when both would take the same connections. A port that the system chooses is its own. */
  boolean overlaps(ListenAddress other) {
    return port != 0
        && port == other.port
        && (host.equals(other.host) || wildcard() || other.wildcard());
  }

  private boolean wildcard() {
    return host.equals("0.0.0.0") || host.equals("::");
  }
}
