package ai.altertable.mcp.tools.result;

import ai.altertable.mcp.tools.Schema;
import ai.altertable.mcp.tools.ToolContext;
import ai.altertable.mcp.tools.ToolFault;
import java.util.Optional;
import java.util.function.Function;

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
   * Takes an asset that was looked up, or fails with a {@link ToolFault} that says how to find one.
   *
   * @param kind what it would be: {@code insight}
   * @param listTool shows what there is
   */
  public static <T> Function<Optional<T>, T> found(
      ToolContext context, String kind, String slug, String listTool) {
    return asset ->
        asset.orElseThrow(
            () ->
                new ToolFault(
                    "There is no %s %s in %s. %s shows what there is."
                        .formatted(kind, slug, context.tenant().path(), listTool)));
  }

  /**
   * Takes an asset that was changed, or fails with a {@link ToolFault}: somebody else's change came
   * between.
   *
   * @param viewTool shows what it is now
   */
  public static <T> Function<Optional<T>, T> unlessOvertaken(String slug, String viewTool) {
    return asset ->
        asset.orElseThrow(
            () ->
                new ToolFault(
                    "%s was changed by somebody else just now. %s shows it; then update again."
                        .formatted(slug, viewTool)));
  }
}
