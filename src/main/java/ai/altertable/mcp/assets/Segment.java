package ai.altertable.mcp.assets;

import static java.util.Objects.requireNonNull;

import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;

/**
 * Users that insights filter by.
 *
 * @param slug {@code SGM-1}
 * @param draft what was saved
 * @param saved by whom and when
 */
public record Segment(String slug, Draft draft, Provenance saved) {

  /**
   * What is saved.
   *
   * @param definition the filters that describe them
   */
  public record Draft(String title, String description, JsonObject definition) {
    public Draft {
      requireNonNull(title, "title is null");
      requireNonNull(description, "description is null");
      requireNonNull(definition, "definition is null");
    }
  }

  static Segment read(Row row) {
    Draft draft =
        new Draft(
            row.getString("title"), row.getString("description"), row.getJsonObject("definition"));
    return new Segment(row.getString("slug"), draft, Provenance.read(row));
  }
}
