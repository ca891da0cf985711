package ai.altertable.mcp.lakehouse.export;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.altertable.mcp.bus.Tenant;
import ai.altertable.mcp.platform.PlatformDatabase;
import ai.altertable.mcp.platform.SealedColumn;
import ai.altertable.mcp.platform.Secrets;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowIterator;
import io.vertx.sqlclient.Tuple;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;

/**
 * Links to whole results. Each is good once, until it expires, and while the grant that made it
 * lives. The database has the hash of its token and the statement sealed.
 */
public final class ExportLinks {
  /** Where statements are. */
  public static final SealedColumn SEALED =
      new SealedColumn("export_link", "encode(token_hash, 'hex')", "statement", "export/", true);

  /** Links of a grant that wait to be used; the oldest gives way. */
  private static final int MAX_OF_GRANT = 50;

  private static final String PURGE = "DELETE FROM export_link WHERE expires_at < now()";
  private static final String MAKE_ROOM =
      "DELETE FROM export_link WHERE token_hash IN (SELECT token_hash FROM export_link"
          + " WHERE grant_id = $1 ORDER BY expires_at DESC OFFSET $2)";
  private static final String INSERT =
      """
      INSERT INTO export_link
        (token_hash, environment_id, grant_id, catalog, statement, format, expires_at)
      VALUES ($1, current_environment(), $2, $3, $4, $5, $6)""";
  private static final String TENANT =
      """
      SELECT o.id AS organization_id, e.id AS environment_id
      FROM environment e JOIN organization o ON o.id = e.organization_id
      WHERE o.slug = $1 AND e.slug = $2""";

  private static final String FIND =
      """
      SELECT l.format, l.expires_at FROM export_link l JOIN oauth_grant g ON g.id = l.grant_id
      WHERE l.token_hash = $1 AND l.used_at IS NULL AND l.expires_at > now()
        AND g.revoked_at IS NULL AND g.expires_at > now()""";

  /** Of two who come at once, one finds it used. */
  private static final String CLAIM =
      """
      UPDATE export_link l SET used_at = now() FROM oauth_grant g
      WHERE l.token_hash = $1 AND l.used_at IS NULL AND l.expires_at > now()
        AND g.id = l.grant_id AND g.revoked_at IS NULL AND g.expires_at > now()
      RETURNING l.grant_id, l.catalog, l.statement, l.format, g.client_id,
        coalesce(g.user_id, g.service_account_id)::text AS subject""";

  private final PlatformDatabase database;
  private final Secrets secrets;
  private final Duration lifetime;
  private final URI app;

  /**
   * @param lifetime of a link
   * @param app public origin of the app, no trailing slash
   */
  public ExportLinks(PlatformDatabase database, Secrets secrets, Duration lifetime, URI app) {
    this.database = database;
    this.secrets = secrets;
    this.lifetime = lifetime;
    this.app = app;
  }

  /** A link, told once. */
  public record Link(String url, Instant expiresAt) {}

  /**
   * What a used link was made for.
   *
   * @param subject who was granted access: a user or a service account
   */
  record Claim(Tenant tenant, UUID grantId, String subject, String clientId, ExportOrder order) {}

  /** Makes a link for whoever holds it. */
  public Future<Link> create(Tenant tenant, UUID grantId, ExportOrder order) {
    String token = Secrets.randomToken();
    byte[] hash = Secrets.hash(token);
    Instant expires = Instant.now().plus(lifetime);
    Tuple row =
        Tuple.of(
            Buffer.buffer(hash),
            grantId,
            order.catalog(),
            Buffer.buffer(secrets.seal(purpose(hash), order.sql().getBytes(UTF_8))),
            order.format().wire(),
            expires.atOffset(ZoneOffset.UTC));
    String url = app + "/exports/" + tenant.path() + "/" + token;
    return database
        .inEnvironment(
            tenant.environmentId(),
            connection ->
                connection
                    .query(PURGE)
                    .execute()
                    .compose(
                        purged ->
                            connection
                                .preparedQuery(MAKE_ROOM)
                                .execute(Tuple.of(grantId, MAX_OF_GRANT - 1)))
                    .compose(room -> connection.preparedQuery(INSERT).execute(row)))
        .map(new Link(url, expires));
  }

  /** The environment that a link names. */
  Future<Optional<Tenant>> tenant(String organization, String environment) {
    return database
        .pool()
        .preparedQuery(TENANT)
        .execute(Tuple.of(organization, environment))
        .map(
            rows -> {
              RowIterator<Row> found = rows.iterator();
              if (!found.hasNext()) {
                return Optional.empty();
              }
              Row row = found.next();
              return Optional.of(
                  new Tenant(
                      row.getUUID("organization_id"),
                      organization,
                      row.getUUID("environment_id"),
                      environment));
            });
  }

  /** What a link is for, without using it; empty when it is not good, or no longer. */
  Future<Optional<Exports.Offer>> find(Tenant tenant, String token) {
    Tuple hash = Tuple.of(Buffer.buffer(Secrets.hash(token)));
    return database
        .inEnvironment(
            tenant.environmentId(), connection -> connection.preparedQuery(FIND).execute(hash))
        .map(
            rows -> {
              RowIterator<Row> found = rows.iterator();
              return found.hasNext() ? Optional.of(offer(found.next())) : Optional.empty();
            });
  }

  private static Exports.Offer offer(Row row) {
    return new Exports.Offer(
        ExportFormat.of(row.getString("format")), row.getOffsetDateTime("expires_at").toInstant());
  }

  /** Uses a link up; empty when it is not good, or no longer. */
  Future<Optional<Claim>> claim(Tenant tenant, String token) {
    byte[] hash = Secrets.hash(token);
    return database
        .inEnvironment(
            tenant.environmentId(),
            connection -> connection.preparedQuery(CLAIM).execute(Tuple.of(Buffer.buffer(hash))))
        .map(
            rows -> {
              RowIterator<Row> found = rows.iterator();
              return found.hasNext()
                  ? Optional.of(claim(tenant, hash, found.next()))
                  : Optional.empty();
            });
  }

  private Claim claim(Tenant tenant, byte[] hash, Row row) {
    byte[] sealed = row.getBuffer("statement").getBytes();
    return new Claim(
        tenant,
        row.getUUID("grant_id"),
        row.getString("subject"),
        row.getString("client_id"),
        new ExportOrder(
            row.getString("catalog"),
            new String(secrets.open(purpose(hash), sealed), UTF_8),
            ExportFormat.of(row.getString("format"))));
  }

  private static String purpose(byte[] hash) {
    return SEALED.purpose(HexFormat.of().formatHex(hash));
  }
}
