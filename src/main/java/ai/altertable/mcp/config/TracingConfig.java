package ai.altertable.mcp.config;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.util.Map;

/**
 * Where traces go, keys {@code tracing.*}.
 *
 * @param endpoint of the collector, with its path ({@code tracing.endpoint})
 * @param headers of every request to it, which may hold secrets ({@code tracing.headers})
 * @param ratio share of the requests that is traced, from 0 to 1 ({@code tracing.sample_ratio})
 * @param service what the collector calls this installation ({@code tracing.service_name})
 */
public record TracingConfig(
    URI endpoint, Map<String, String> headers, double ratio, String service) {
  public TracingConfig {
    requireNonNull(endpoint, "endpoint is null");
    headers = Map.copyOf(headers);
    requireNonNull(service, "service is null");
    if (!(ratio >= 0 && ratio <= 1)) {
      throw new IllegalArgumentException("ratio is not from 0 to 1");
    }
  }

  @Override
  public String toString() {
    return "TracingConfig[endpoint=" + endpoint + ", ratio=" + ratio + ", service=" + service + "]";
  }
}
