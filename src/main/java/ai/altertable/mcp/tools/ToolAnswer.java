package ai.altertable.mcp.tools;

import static java.util.Objects.requireNonNull;

import io.vertx.core.json.JsonObject;

/**
 * What a tool answers.
 *
 * @param text compact, for the model; names the environment, and truncation in its first line
 * @param structured conforms to the tool's output schema
 * @param rows returned or written, for the audit log; null when it has none
 */
public record ToolAnswer(String text, JsonObject structured, Long rows) {
  public ToolAnswer {
    requireNonNull(text, "text is null");
    requireNonNull(structured, "structured is null");
  }

  /** With more text at its end; maybe none. */
  public ToolAnswer with(String note) {
    return new ToolAnswer(text + note, structured, rows);
  }

  public static ToolAnswer of(String text, JsonObject structured) {
    return new ToolAnswer(text, structured, null);
  }
}
