package ai.altertable.mcp.assets;

import static java.util.Objects.requireNonNull;

import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;

/**
 * A saved question to the data.
 *
 * @param slug {@code INS-1}
 * @param draft what was saved
 * @param saved by whom and when
 */
public record Insight(String slug, Draft draft, Provenance saved) {

  /**
   * What is saved.
   *
   * @param kind {@code sql}, {@code segmentation}, …
   * @param definition in the shape of its kind
   * @param visualization {@code line}, {@code bar}, …
   */
  public record Draft(
      String kind, String title, String description, JsonObject definition, String visualization) {
    public Draft {
      requireNonNull(kind, "kind is null");
      requireNonNull(title, "title is null");
      requireNonNull(description, "description is null");
      requireNonNull(definition, "definition is null");
      requireNonNull(visualization, "visualization is null");
    }
  }

  static Insight read(Row row) {
    Draft draft =
        new Draft(
            row.getString("kind"),
            row.getString("title"),
            row.getString("description"),
            row.getJsonObject("definition"),
            row.getString("visualization"));
    return new Insight(row.getString("slug"), draft, Provenance.read(row));
  }
}
