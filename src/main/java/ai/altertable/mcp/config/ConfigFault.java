package ai.altertable.mcp.config;

/**
 * One thing wrong with the configuration.
 *
 * @param key dotted key, {@code limits.body_bytes}
 * @param value what was given, as text; secrets are shown as {@code ***}
 * @param allowed what would be right
 */
public record ConfigFault(String key, String value, String allowed) {
  @Override
  public String toString() {
    return key + " = " + value + ": " + allowed;
  }
}
