package ai.altertable.mcp.tools;

import static java.util.Objects.requireNonNull;

import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/**
 * What a tool answers.
 *
 * @param text compact, for the model; names the environment, and truncation in its first line
 * @param structured conforms to the tool's output schema
 * @param rows returned or written, for the audit log; null when it has none
 * @param more MCP content blocks behind the text
 */
public record ToolAnswer(String text, JsonObject structured, Long rows, List<JsonObject> more) {
  public ToolAnswer {
    requireNonNull(text, "text is null");
    requireNonNull(structured, "structured is null");
    more = List.copyOf(more);
  }

  /** An answer of text. */
  public ToolAnswer(String text, JsonObject structured, Long rows) {
    this(text, structured, rows, List.of());
  }

  public static ToolAnswer of(String text, JsonObject structured) {
    return new ToolAnswer(text, structured, null);
  }

  /** The same with more text at its end. */
  public ToolAnswer followedBy(String end) {
    return new ToolAnswer(text + end, structured, rows, more);
  }

  /** The same with one more content block. */
  public ToolAnswer with(JsonObject block) {
    List<JsonObject> all = new ArrayList<>(more);
    all.add(block);
    return new ToolAnswer(text, structured, rows, all);
  }
}
