package ai.altertable.mcp.oauth.policy;

import static java.util.Objects.requireNonNull;

/**
 * Where a request came from, for throttling and for the audit log.
 *
 * @param address network address of the client
 * @param correlationId names the request in logs, audit and error pages
 */
public record RequestOrigin(String address, String correlationId) {
  public RequestOrigin {
    requireNonNull(address, "address is null");
    requireNonNull(correlationId, "correlationId is null");
  }
}
