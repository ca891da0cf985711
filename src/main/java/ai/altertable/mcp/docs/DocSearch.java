package ai.altertable.mcp.docs;

import ai.altertable.mcp.platform.PlatformDatabase;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Full-text search over the shipped pages, by PostgreSQL. The sections travel with the question:
 * they are a hundred, and so each node searches the edition that it ships.
 */
public final class DocSearch {
  private static final int WHOLE = 2000;
  private static final int MOST_WORDS = 30;

  /**
   * Headings weigh most, then page titles. Any of the words may match; sections that match more of
   * them, close together, come first. Long sections are shown as the parts around the words.
   */
  private static final String SEARCH =
      """
      SELECT n,
        ts_rank_cd('{0.1, 0.2, 0.6, 1.0}', words, query, 1)
          * power((SELECT count(*) FROM unnest(tsvector_to_array(to_tsvector('english', $5))) AS lexeme
            WHERE lexeme = ANY (tsvector_to_array(words))), 2)
          * (2 + (SELECT count(*) FROM unnest(tsvector_to_array(to_tsvector('english', $5))) AS lexeme
            WHERE lexeme = ANY (tsvector_to_array(page)))) AS score,
        CASE WHEN length(body) <= $6 THEN body
          ELSE ts_headline('english', body, query,
            'StartSel="", StopSel="", MaxFragments=4, MaxWords=70, MinWords=30, FragmentDelimiter=" … "')
        END AS excerpt
      FROM (
        SELECT n, body, to_tsvector('english', title) AS page,
          setweight(to_tsvector('english', heading), 'A')
            || setweight(to_tsvector('english', title), 'B')
            || to_tsvector('english', body) AS words
        FROM unnest($1::text[], $2::text[], $3::text[])
          WITH ORDINALITY AS section (heading, title, body, n)) AS sections,
        websearch_to_tsquery('english', $4) AS query
      WHERE words @@ query
      ORDER BY score DESC, n
      LIMIT $7""";

  private final PlatformDatabase database;
  private final List<Found> sections;
  private final String[] headings;
  private final String[] titles;
  private final String[] bodies;

  public DocSearch(PlatformDatabase database, DocIndex docs) {
    this.database = database;
    List<Found> all = new ArrayList<>();
    for (DocPage page : docs.pages()) {
      page.sections().forEach(section -> all.add(new Found(page, section)));
    }
    this.sections = List.copyOf(all);
    this.headings = sections.stream().map(each -> each.section().heading()).toArray(String[]::new);
    this.titles = sections.stream().map(each -> each.page().title()).toArray(String[]::new);
    this.bodies = sections.stream().map(each -> each.section().text()).toArray(String[]::new);
  }

  /** A section and its page. */
  public record Found(DocPage page, DocPage.Section section) {}

  /**
   * Something that was found.
   *
   * @param score above 0; comparable within one search
   * @param excerpt Markdown: the section, or the parts of a long one around the words
   */
  public record Hit(DocPage page, DocPage.Section section, double score, String excerpt) {}

  /** The best first; empty when no word is known. */
  public Future<List<Hit>> search(String question, int limit) {
    String[] words =
        Arrays.stream(question.split("[^\\p{L}\\p{N}_]+"))
            .filter(word -> !word.isEmpty())
            .distinct()
            .limit(MOST_WORDS)
            .toArray(String[]::new);
    return database
        .pool()
        .preparedQuery(SEARCH)
        .execute(
            Tuple.tuple()
                .addArrayOfString(headings)
                .addArrayOfString(titles)
                .addArrayOfString(bodies)
                .addString(String.join(" or ", words))
                .addString(String.join(" ", words))
                .addInteger(WHOLE)
                .addInteger(limit))
        .map(this::hits);
  }

  private List<Hit> hits(RowSet<Row> rows) {
    List<Hit> hits = new ArrayList<>(rows.size());
    for (Row row : rows) {
      Found found = sections.get(row.getLong("n").intValue() - 1);
      hits.add(
          new Hit(found.page(), found.section(), row.getDouble("score"), row.getString("excerpt")));
    }
    return hits;
  }
}
