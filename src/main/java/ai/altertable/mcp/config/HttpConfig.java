package ai.altertable.mcp.config;

import java.util.List;
import java.util.Optional;

/**
 * What the public listeners have in common.
 *
 * @param tls PEM files, or empty for plain http ({@code tls.*})
 * @param trustedProxies addresses or CIDR blocks whose {@code X-Forwarded-*} headers are believed
 *     ({@code proxy.trusted})
 */
public record HttpConfig(Optional<TlsConfig> tls, List<String> trustedProxies) {
  public HttpConfig {
    trustedProxies = List.copyOf(trustedProxies);
  }
}
