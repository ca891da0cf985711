package ai.altertable.mcp.assets;

import ai.altertable.mcp.bus.Caller;
import ai.altertable.mcp.platform.PlatformDatabase;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Chats with the tool {@code ask}: each of one user in one environment through one grant, until
 * they expire. Bounded: of a chat the last turns are kept, of a user the last chats.
 */
public final class ChatStore {
  private static final int MAX_TURNS = 10;
  private static final int MAX_CHATS = 50;
  private static final String PURGE = "DELETE FROM chat WHERE expires_at < now()";
  private static final String FIND =
      """
      SELECT turns FROM chat
      WHERE id = $1 AND subject = $2 AND grant_id = $3 AND expires_at > now()""";

  /** Somebody else's chat of that id stays as it is. */
  private static final String ADD =
      """
      INSERT INTO chat AS known (environment_id, id, subject, grant_id, turns, expires_at)
      VALUES (current_environment(), $1, $2, $3, $4, $5)
      ON CONFLICT (environment_id, id) DO UPDATE
      SET expires_at = excluded.expires_at,
          turns = (SELECT jsonb_agg(turn ORDER BY n) FROM (
            SELECT turn, n
            FROM jsonb_array_elements(known.turns || excluded.turns) WITH ORDINALITY AS t (turn, n)
            ORDER BY n DESC LIMIT $6) AS last)
      WHERE known.subject = excluded.subject AND known.grant_id = excluded.grant_id""";

  private static final String BOUND =
      """
      DELETE FROM chat WHERE id IN
        (SELECT id FROM chat WHERE subject = $1 ORDER BY expires_at DESC OFFSET $2)""";

  private final PlatformDatabase database;
  private final Duration lifetime;

  /**
   * @param lifetime how long a chat is kept after its last question
   */
  public ChatStore(PlatformDatabase database, Duration lifetime) {
    this.database = database;
    this.lifetime = lifetime;
  }

  /** A question and its answer. */
  public record Turn(String question, String answer) {}

  /** The last turns, the oldest first; empty when the caller has no such chat. */
  public Future<Optional<List<Turn>>> find(Caller caller, UUID id) {
    return database
        .inEnvironment(
            caller.tenant().environmentId(),
            connection ->
                connection
                    .preparedQuery(FIND)
                    .execute(Tuple.of(id, caller.principal().subject(), caller.grantId())))
        .map(
            rows ->
                rows.size() == 0 ? Optional.empty() : Optional.of(turns(rows.iterator().next())));
  }

  /** Adds a turn to a chat, which begins with its first; expired chats and the user's oldest go. */
  public Future<Void> add(Caller caller, UUID id, Turn turn) {
    String subject = caller.principal().subject();
    JsonArray turns =
        new JsonArray()
            .add(new JsonObject().put("question", turn.question()).put("answer", turn.answer()));
    Tuple values =
        Tuple.of(
            id,
            subject,
            caller.grantId(),
            turns,
            Instant.now().plus(lifetime).atOffset(ZoneOffset.UTC),
            MAX_TURNS);
    return database.inEnvironment(
        caller.tenant().environmentId(),
        connection ->
            connection
                .query(PURGE)
                .execute()
                .compose(purged -> connection.preparedQuery(ADD).execute(values))
                .compose(
                    added -> connection.preparedQuery(BOUND).execute(Tuple.of(subject, MAX_CHATS)))
                .mapEmpty());
  }

  private static List<Turn> turns(Row row) {
    List<Turn> turns = new ArrayList<>();
    for (Object each : row.getJsonArray("turns")) {
      JsonObject turn = (JsonObject) each;
      turns.add(new Turn(turn.getString("question"), turn.getString("answer")));
    }
    return turns;
  }
}
