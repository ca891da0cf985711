package ai.altertable.mcp.tools.result;

import ai.altertable.mcp.tools.Schema;
import ai.altertable.mcp.tools.ToolContext;
import ai.altertable.mcp.tools.ToolFault;

/** What tools over saved assets have in common. */
public final class Assets {
  private Assets() {}

  /** A slug with that prefix: {@code INS-1}. */
  public static Schema slug(String prefix) {
    return Schema.text()
        .pattern("^" + prefix + "-[0-9]{1,9}$")
        .describe("Such as " + prefix + "-1");
  }

  /** A slug of any asset. */
  public static Schema anySlug() {
    return Schema.text().pattern("^[A-Z]{3}-[0-9]{1,9}$");
  }

  public static Schema search() {
    return Schema.text().length(1, 200).describe("Part of title or description");
  }

  /**
   * The fault for an asset that is not there.
   *
   * @param kind what it would be: {@code insight}
   * @param listTool shows what there is
   */
  public static ToolFault missing(ToolContext context, String kind, String slug, String listTool) {
    return new ToolFault(
        "There is no %s %s in %s. %s shows what there is."
            .formatted(kind, slug, context.tenant().path(), listTool));
  }
}
