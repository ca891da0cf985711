package ai.altertable.mcp.config;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * The MCP endpoint, keys {@code mcp.*}, {@code tasks.*} and {@code ask.*}.
 *
 * @param listen where it binds
 * @param url public origin, no path, no trailing slash
 * @param anonymousHandshake whether the handshake answers without a token
 * @param allowedOrigins browser origins that may call besides our own; may hold {@code *}
 * @param allowedHosts host names accepted in {@code Host} besides that of {@code url}
 * @param sessionLifetime validity of a handshake-era session id
 * @param tasks calls that outlive their request
 * @param ask the model behind the tool of that name; empty = there is no such tool
 */
public record McpConfig(
    ListenAddress listen,
    URI url,
    boolean anonymousHandshake,
    Set<String> allowedOrigins,
    Set<String> allowedHosts,
    Duration sessionLifetime,
    TasksConfig tasks,
    Optional<AskConfig> ask) {

  /** The canonical resource indicator (RFC 8707) of the endpoint: {@code <mcp.url>/v1}. */
  public String canonicalResource() {
    return url + "/v1";
  }
}
