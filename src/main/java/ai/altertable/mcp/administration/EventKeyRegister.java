package ai.altertable.mcp.administration;

import ai.altertable.mcp.identity.admin.Actor;
import ai.altertable.mcp.identity.admin.Change;
import ai.altertable.mcp.identity.admin.Desk;
import ai.altertable.mcp.identity.admin.Refused;
import ai.altertable.mcp.platform.Secrets;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.UUID;
import java.util.stream.StreamSupport;

/** The keys that events come in with. A key is told once, when it is made; its hash is kept. */
public final class EventKeyRegister {
  /** Keys of one environment, ended ones left out. */
  private static final int MOST = 50;

  private static final int BEGINNING = 14;
  private static final String PREFIX = "pk_live_";

  private static final String SELECT =
      """
      SELECT id, name, beginning, created_at, last_used_at, revoked_at FROM event_key
      WHERE environment_id = $1 AND ($2::uuid IS NULL OR id = $2)
        AND (revoked_at IS NULL OR revoked_at > now() - interval '30 days')
      ORDER BY created_at DESC, id LIMIT 500
      """;
  private static final String INSERT =
      """
      INSERT INTO event_key (environment_id, name, beginning, key_hash, created_by)
      VALUES ($1, $2, $3, $4, $5)
      RETURNING id, name, beginning, created_at, last_used_at, revoked_at
      """;
  private static final String REVOKE =
      "UPDATE event_key SET revoked_at = coalesce(revoked_at, now()) WHERE id = $1";

  private final Desk desk;

  EventKeyRegister(Desk desk) {
    this.desk = desk;
  }

  /**
   * A new key.
   *
   * @param key told only here
   */
  public record Made(EventKeyEntry entry, String key) {
    @Override
    public String toString() {
      return "Made[" + entry + "]";
    }
  }

  /** Living keys and those ended lately, the youngest first. */
  public Future<List<EventKeyEntry>> list(Actor actor, String organization, String environment) {
    return desk.read(
        actor,
        organization,
        (client, found) ->
            EnvironmentIds.find(client, found, environment)
                .compose(id -> select(client, id, null)));
  }

  /** Makes a key. */
  public Future<Made> create(Actor actor, String organization, String environment, String name) {
    if (name.isBlank() || name.length() > 200 || name.indexOf('\0') >= 0) {
      throw Refused.invalid("name", "The name must have 1 to 200 characters.");
    }
    String key = PREFIX + Secrets.randomToken();
    return desk.change(
        actor,
        organization,
        (connection, found) ->
            EnvironmentIds.find(connection, found, environment)
                .compose(id -> insert(connection, id, actor, name, key)));
  }

  private static Future<Change<Made>> insert(
      SqlConnection connection, UUID environment, Actor actor, String name, String key) {
    return select(connection, environment, null)
        .compose(
            there -> {
              if (there.stream().filter(one -> one.revokedAt().isEmpty()).count() >= MOST) {
                throw Refused.conflict("There are " + MOST + " keys already. End one first.");
              }
              return connection
                  .preparedQuery(INSERT)
                  .execute(
                      Tuple.of(
                          environment,
                          name,
                          key.substring(0, BEGINNING),
                          Buffer.buffer(Secrets.hash(key)),
                          actor.id().toString()));
            })
        .map(
            rows ->
                new Change<>(
                    new Made(EventKeyEntry.of(rows.iterator().next()), key),
                    "event_key.create",
                    environment,
                    name));
  }

  /** Ends a key, on every node; nothing happens when it has ended. */
  public Future<Void> revoke(Actor actor, String organization, String environment, UUID id) {
    return desk.change(
        actor,
        organization,
        (connection, found) ->
            EnvironmentIds.find(connection, found, environment)
                .compose(
                    place ->
                        select(connection, place, id)
                            .compose(
                                keys -> {
                                  if (keys.isEmpty()) {
                                    throw Refused.notFound("event key");
                                  }
                                  return connection
                                      .preparedQuery(REVOKE)
                                      .execute(Tuple.of(id))
                                      .map(
                                          done ->
                                              Change.in(
                                                  place, "event_key.revoke", keys.get(0).name()));
                                })));
  }

  private static Future<List<EventKeyEntry>> select(SqlClient client, UUID environment, UUID id) {
    return client
        .preparedQuery(SELECT)
        .execute(Tuple.of(environment, id))
        .map(
            rows ->
                StreamSupport.stream(rows.spliterator(), false).map(EventKeyEntry::of).toList());
  }
}
