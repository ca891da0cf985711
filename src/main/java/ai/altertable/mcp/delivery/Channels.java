package ai.altertable.mcp.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.altertable.mcp.platform.SealedColumn;
import ai.altertable.mcp.platform.Secrets;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.StreamSupport;

/**
 * The channels of environments. A webhook has a secret that its messages are signed with: told
 * once, kept sealed.
 */
public final class Channels {
  /** Where keys of webhooks are. */
  public static final SealedColumn SEALED =
      new SealedColumn(
          "notification_channel", "id::text", "secret", "notification_channel/", false);

  private static final String SELECT =
      """
      SELECT id, kind, name, target, created_at FROM notification_channel
      WHERE environment_id = $1 ORDER BY created_at, id LIMIT 500""";
  private static final String INSERT =
      """
      INSERT INTO notification_channel (id, environment_id, kind, name, target, secret, created_by)
      VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id, kind, name, target, created_at""";
  private static final String DELETE =
      """
      DELETE FROM notification_channel WHERE environment_id = $1 AND id = $2
      RETURNING id, kind, name, target, created_at""";
  private static final String PREFIX = "whsec_";

  private final Secrets secrets;

  public Channels(Secrets secrets) {
    this.secrets = secrets;
  }

  /**
   * A new channel.
   *
   * @param secret that a webhook's messages are signed with, told only here; empty for e-mail
   */
  public record Made(Channel channel, Optional<String> secret) {
    @Override
    public String toString() {
      return "Made[" + channel + "]";
    }
  }

  /** Those of an environment, the oldest first. */
  public Future<List<Channel>> list(SqlClient client, UUID environmentId) {
    return client
        .preparedQuery(SELECT)
        .execute(Tuple.of(environmentId))
        .map(rows -> StreamSupport.stream(rows.spliterator(), false).map(Channel::of).toList());
  }

  /** Adds one that {@link ChannelPolicy} has accepted. */
  public Future<Made> add(
      SqlConnection connection, UUID environmentId, Channel.Draft draft, String author) {
    UUID id = UUID.randomUUID();
    Optional<String> secret =
        draft.kind() == Channel.Kind.WEBHOOK ? Optional.of(newSecret()) : Optional.empty();
    return connection
        .preparedQuery(INSERT)
        .execute(
            Tuple.of(
                id,
                environmentId,
                draft.kind().wire(),
                draft.name(),
                draft.target(),
                secret.map(plain -> sealed(id, plain)).orElse(null),
                author))
        .map(rows -> new Made(Channel.of(rows.iterator().next()), secret));
  }

  /** Takes one away, with what waits for it; empty when there is none. */
  public Future<Optional<Channel>> remove(SqlConnection connection, UUID environmentId, UUID id) {
    return connection
        .preparedQuery(DELETE)
        .execute(Tuple.of(environmentId, id))
        .map(rows -> StreamSupport.stream(rows.spliterator(), false).map(Channel::of).findFirst());
  }

  private static String newSecret() {
    byte[] key = Base64.getUrlDecoder().decode(Secrets.randomToken());
    return PREFIX + Base64.getEncoder().encodeToString(key);
  }

  private Buffer sealed(UUID id, String secret) {
    return Buffer.buffer(secrets.seal(purpose(id), secret.getBytes(UTF_8)));
  }

  /** The key that messages of a webhook are signed with. */
  byte[] key(UUID id, Buffer sealed) {
    String secret = new String(secrets.open(purpose(id), sealed.getBytes()), UTF_8);
    return Base64.getDecoder().decode(secret.substring(PREFIX.length()));
  }

  private static String purpose(UUID id) {
    return SEALED.purpose(id);
  }
}
