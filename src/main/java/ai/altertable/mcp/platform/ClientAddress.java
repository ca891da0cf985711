package ai.altertable.mcp.platform;

import static java.util.Objects.requireNonNull;

/**
 * How the client reached us, as far as it can be believed.
 *
 * @param ip its network address
 * @param scheme {@code http} or {@code https}, as the client sees it
 * @param host name and port the client asked for, or null when it named none
 */
public record ClientAddress(String ip, String scheme, String host) {
  public ClientAddress {
    requireNonNull(ip, "ip is null");
    requireNonNull(scheme, "scheme is null");
  }
}
