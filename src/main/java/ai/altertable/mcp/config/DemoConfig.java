package ai.altertable.mcp.config;

import java.util.Optional;

/**
 * The demo organization made at the first start, keys {@code demo.*}.
 *
 * @param enabled whether it is made
 * @param password of {@code demo@altertable.local}; empty = generated and printed once
 */
public record DemoConfig(boolean enabled, Optional<String> password) {
  @Override
  public String toString() {
    return "DemoConfig[enabled=" + enabled + "]";
  }
}
