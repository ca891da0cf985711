package ai.altertable.mcp.config;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * Whole results by link, keys {@code exports.*}.
 *
 * @param linkLifetime how long a link waits to be used
 * @param perEnvironment exports of an environment that run at a time on this node
 * @param perNode all of them
 */
public record ExportsConfig(Duration linkLifetime, int perEnvironment, int perNode) {
  public ExportsConfig {
    requireNonNull(linkLifetime, "linkLifetime is null");
  }
}
