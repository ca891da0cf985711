package ai.altertable.mcp.transport;

import ai.altertable.mcp.config.AppConfig;
import ai.altertable.mcp.config.McpConfig;
import java.net.URI;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/**
 * Which {@code Host} and {@code Origin} headers are served (MCP transports, security warning:
 * protection against DNS rebinding).
 */
final class OriginPolicy {
  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");
  private static final String ANY = "*";

  private final Set<String> hosts = new HashSet<>();
  private final Set<String> origins = new HashSet<>();

  OriginPolicy(McpConfig mcp, AppConfig app) {
    String publicHost = hostName(mcp.url().getRawAuthority());
    hosts.add(publicHost);
    mcp.allowedHosts().forEach(host -> hosts.add(hostName(host)));
    if (mcp.listen().loopback() || LOOPBACK.contains(publicHost)) {
      hosts.addAll(LOOPBACK);
    }
    origins.add(mcp.url().toString());
    origins.add(app.url().toString());
    mcp.allowedOrigins().forEach(origin -> origins.add(origin.toLowerCase(Locale.ROOT)));
  }

  /**
   * @param authority the {@code Host} header or {@code :authority}; null when there was none
   */
  boolean servesHost(String authority) {
    return authority != null && hosts.contains(hostName(authority));
  }

  /**
   * Whether a browser page of that origin may call.
   *
   * @param origin the {@code Origin} header, not null
   */
  boolean allowsOrigin(String origin) {
    String folded = origin.toLowerCase(Locale.ROOT);
    return origins.contains(ANY) || origins.contains(folded) || loopback(folded);
  }

  private static boolean loopback(String origin) {
    if (!origin.startsWith("http://") && !origin.startsWith("https://")) {
      return false;
    }
    try {
      URI uri = URI.create(origin);
      return uri.getRawAuthority() != null
          && uri.getRawUserInfo() == null
          && uri.getRawPath().isEmpty()
          && uri.getRawQuery() == null
          && uri.getRawFragment() == null
          && LOOPBACK.contains(uri.getHost());
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /**
   * The authority without its port, in lower case. Ports say nothing about who is behind a name.
   */
  private static String hostName(String authority) {
    String folded = authority.toLowerCase(Locale.ROOT);
    int colon = folded.lastIndexOf(':');
    boolean port = colon > folded.lastIndexOf(']');
    return port ? folded.substring(0, colon) : folded;
  }
}
