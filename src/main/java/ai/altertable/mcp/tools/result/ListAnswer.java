package ai.altertable.mcp.tools.result;

import ai.altertable.mcp.assets.Page;
import ai.altertable.mcp.tools.ToolAnswer;
import ai.altertable.mcp.tools.ToolContext;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Answers with a page of a list. */
public final class ListAnswer {
  private ListAnswer() {}

  /**
   * @param items plural name of the items, their key in the structured content
   * @param cursor of the next page, or null when there is none
   * @param json an item as it stands in the structured content
   * @param line an item as one line of text
   */
  public static <T> ToolAnswer of(
      ToolContext context,
      String items,
      Page<T> page,
      String cursor,
      Function<T, JsonObject> json,
      Function<T, String> line) {
    List<JsonObject> listed = page.items().stream().map(json).toList();
    String first =
        "%s: %d %s%s"
            .formatted(
                context.tenant().path(),
                listed.size(),
                items.replace('_', ' '),
                cursor == null ? "." : ", there are more: cursor " + cursor);
    String lines = page.items().stream().map(line).collect(Collectors.joining("\n"));
    JsonObject structured =
        new JsonObject()
            .put("environment", context.tenant().path())
            .put(items, new JsonArray(listed))
            .put("next_cursor", cursor);
    String text = listed.isEmpty() ? first : first + "\n" + Fence.around(lines);
    return new ToolAnswer(text, structured, (long) listed.size());
  }
}
