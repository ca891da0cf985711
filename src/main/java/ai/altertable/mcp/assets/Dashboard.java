package ai.altertable.mcp.assets;

import static java.util.Objects.requireNonNull;

import io.vertx.core.json.JsonArray;
import io.vertx.sqlclient.Row;
import java.util.List;

/**
 * A board of widgets.
 *
 * @param slug {@code DSH-1}
 * @param draft what was saved
 * @param saved by whom and when
 */
public record Dashboard(String slug, Draft draft, Provenance saved) {

  /**
   * What is saved.
   *
   * @param widgets objects with {@code kind}: {@code insight} with its slug in {@code insight} and
   *     maybe {@code variables} (a variable of the insight → one of the dashboard), {@code text}
   *     and {@code section} with Markdown in {@code text}
   * @param variables objects with {@code name}, {@code type} and {@code default}
   */
  public record Draft(
      String title,
      String description,
      JsonArray widgets,
      JsonArray variables,
      List<String> labels) {
    public Draft {
      requireNonNull(title, "title is null");
      requireNonNull(description, "description is null");
      requireNonNull(widgets, "widgets is null");
      requireNonNull(variables, "variables is null");
      labels = List.copyOf(labels);
    }

    /** A board without variables. */
    public Draft(String title, String description, JsonArray widgets, List<String> labels) {
      this(title, description, widgets, new JsonArray(), labels);
    }
  }

  static Dashboard read(Row row) {
    Draft draft =
        new Draft(
            row.getString("title"),
            row.getString("description"),
            row.getJsonArray("widgets"),
            row.getJsonArray("variables"),
            Columns.list(row, "labels"));
    return new Dashboard(row.getString("slug"), draft, Provenance.read(row));
  }
}
