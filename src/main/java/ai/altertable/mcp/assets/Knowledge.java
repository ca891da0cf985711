package ai.altertable.mcp.assets;

import static java.util.Objects.requireNonNull;

import io.vertx.sqlclient.Row;

/**
 * What people want every agent to know, in their own words.
 *
 * @param slug {@code KNW-1}
 * @param saved by whom and when
 */
public record Knowledge(String slug, Draft draft, Provenance saved) {

  /**
   * @param content verbatim
   */
  public record Draft(String title, String content) {
    public Draft {
      requireNonNull(title, "title is null");
      requireNonNull(content, "content is null");
    }
  }

  static Knowledge read(Row row) {
    return new Knowledge(
        row.getString("slug"),
        new Draft(row.getString("title"), row.getString("content")),
        Provenance.read(row));
  }
}
