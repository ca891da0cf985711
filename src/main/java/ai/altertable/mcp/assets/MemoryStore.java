package ai.altertable.mcp.assets;

import ai.altertable.mcp.platform.PlatformDatabase;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Memories, found by what they say and how alive they are. */
public final class MemoryStore {
  private static final int CANDIDATES = 200;

  /** Words are joined by "or": a question shares some words with its answer, seldom all. */
  private static final String SEARCH =
      """
      SELECT *, ts_rank(search, query) AS match
      FROM memory, websearch_to_tsquery('english', $1) AS query
      WHERE search @@ query
        AND ($2::text IS NULL OR type = $2)
        AND ($3::text IS NULL OR $3 = ANY (tags))
      ORDER BY match DESC, slug
      LIMIT $4""";

  private static final String TOUCH =
      """
      UPDATE memory SET accessed_at = now(), access_count = access_count + 1
      WHERE slug = ANY ($1)""";
  private static final String SAME =
      """
      UPDATE memory SET accessed_at = now(), access_count = access_count + 1
      WHERE slug = (SELECT slug FROM memory WHERE type = $1 AND lower(content) = lower($2)
        ORDER BY created_at, slug LIMIT 1)
      RETURNING *""";
  private static final String INSERT =
      """
      INSERT INTO memory
        (environment_id, slug, type, content, importance, tags, source_slug, created_by, created_via)
      VALUES (current_environment(), $1, $2, $3, $4, $5, $6, $7, $8)
      RETURNING *""";

  private final AssetRows<Memory> rows;

  public MemoryStore(PlatformDatabase database) {
    this.rows = new AssetRows<>(database, "memory", Memory::read, Memory::slug);
  }

  /**
   * What to recall.
   *
   * @param question in plain words
   * @param type or null for all
   * @param tag or null for all
   * @param limit most memories
   */
  public record Question(String question, String type, String tag, int limit) {}

  /**
   * A memory and why it was found.
   *
   * @param match how well its words match the question, above 0
   * @param relevance {@link Memory#relevance} before this access
   */
  public record Recalled(Memory memory, double match, double relevance) {
    double score() {
      return match * relevance;
    }
  }

  /** The best first, by match times relevance. Every memory returned counts as used. */
  public Future<List<Recalled>> search(UUID environmentId, Question question) {
    String words = String.join(" or ", question.question().split("[^\\p{L}\\p{N}_]+"));
    return rows.database()
        .inEnvironment(
            environmentId,
            connection ->
                connection
                    .preparedQuery(SEARCH)
                    .execute(
                        Tuple.wrap(
                            Arrays.asList(words, question.type(), question.tag(), CANDIDATES)))
                    .map(found -> best(found, question.limit()))
                    .compose(recalled -> touch(connection, recalled)));
  }

  /** The newest first; does not count as use. */
  public Future<Page<Memory>> list(UUID environmentId, PageRequest request) {
    return rows.list(environmentId, "true", List.of(), request);
  }

  /**
   * A memory that holds what was told.
   *
   * @param known whether it was there before
   */
  public record Told(Memory memory, boolean known) {}

  /**
   * Keeps a memory, unless one has these very words already: being told again is use of that one.
   */
  public Future<Told> tell(UUID environmentId, Memory.Draft draft, String author, String client) {
    return rows.database()
        .inEnvironment(
            environmentId,
            connection ->
                rows.alone(connection, draft.type() + "/" + draft.content())
                    .compose(alone -> known(connection, draft))
                    .compose(
                        known ->
                            known
                                .map(memory -> Future.succeededFuture(new Told(memory, true)))
                                .orElseGet(
                                    () ->
                                        insert(connection, draft, author, client)
                                            .map(memory -> new Told(memory, false)))));
  }

  private static Future<Optional<Memory>> known(SqlConnection connection, Memory.Draft draft) {
    return connection
        .preparedQuery(SAME)
        .execute(Tuple.of(draft.type(), draft.content()))
        .map(
            found ->
                found.size() == 0
                    ? Optional.empty()
                    : Optional.of(Memory.read(found.iterator().next())));
  }

  private Future<Memory> insert(
      SqlConnection connection, Memory.Draft draft, String author, String client) {
    List<Object> values =
        Arrays.asList(
            draft.type(),
            draft.content(),
            draft.importance(),
            draft.tags().toArray(String[]::new),
            draft.sourceSlug(),
            author,
            client);
    return rows.insert(connection, "MEM", INSERT, values);
  }

  private static List<Recalled> best(RowSet<Row> found, int limit) {
    Instant now = Instant.now();
    List<Recalled> recalled = new ArrayList<>();
    for (Row row : found) {
      Memory memory = Memory.read(row);
      recalled.add(new Recalled(memory, row.getFloat("match"), memory.relevance(now)));
    }
    recalled.sort(Comparator.comparingDouble(Recalled::score).reversed());
    return List.copyOf(recalled.subList(0, Math.min(limit, recalled.size())));
  }

  private static Future<List<Recalled>> touch(SqlConnection connection, List<Recalled> recalled) {
    String[] slugs = recalled.stream().map(each -> each.memory().slug()).toArray(String[]::new);
    if (slugs.length == 0) {
      return Future.succeededFuture(recalled);
    }
    return connection.preparedQuery(TOUCH).execute(Tuple.of(slugs)).map(recalled);
  }
}
