package ai.altertable.mcp.lakehouse.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.altertable.mcp.lakehouse.postgres.DatabaseProvisioner.Blueprint;
import ai.altertable.mcp.lakehouse.postgres.DatabaseProvisioner.Login;
import ai.altertable.mcp.platform.PlatformDatabase;
import ai.altertable.mcp.platform.SealedColumn;
import ai.altertable.mcp.platform.Secrets;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.ContextInternal;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The database of each environment, made at first use. Thread-safe.
 *
 * <p>A row of {@code lakehouse_database} says what is to be made, before it is made; its {@code
 * ready_at} says that it was. Between the two, an advisory lock of the platform database keeps
 * other nodes waiting: it goes with the session of a creator that dies, and the next one finds the
 * row and finishes.
 */
public final class EnvironmentDatabases {
  /** Where passwords of those who read are. */
  public static final SealedColumn SEALED_READER =
      new SealedColumn("lakehouse_database", "reader_role", "reader_secret", "lakehouse/", false);

  /** Where passwords of owners are. */
  public static final SealedColumn SEALED_OWNER =
      new SealedColumn("lakehouse_database", "owner_role", "owner_secret", "lakehouse/", false);

  private static final Logger LOG = LoggerFactory.getLogger(EnvironmentDatabases.class);
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int MAX_CACHED = 10_000;

  /** A mark of our own: advisory locks of other purposes share the number space. */
  private static final int LOCK = 0x6c616b65;

  private static final String FIND =
      "SELECT host, port, database, reader_role, reader_secret, owner_role, owner_secret,"
          + " ready_at IS NOT NULL AS ready FROM lakehouse_database WHERE environment_id = $1";
  private static final String PLAN =
      "INSERT INTO lakehouse_database (environment_id, database, reader_role, reader_secret,"
          + " owner_role, owner_secret) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING";
  private static final String READY =
      "UPDATE lakehouse_database SET ready_at = now() WHERE environment_id = $1";
  private static final String WAIT = "SET LOCAL lock_timeout = '60s'";
  private static final String TAKE = "SELECT pg_advisory_xact_lock($1, hashtext($2))";

  private final Vertx vertx;
  private final PlatformDatabase platform;
  private final PgConnectOptions admin;
  private final Secrets secrets;
  private final DatabaseProvisioner provisioner;
  private final ConcurrentMap<UUID, EnvironmentDatabase> known = new ConcurrentHashMap<>();

  /**
   * @param admin creates databases and roles, on the server where new environments live
   */
  public EnvironmentDatabases(
      Vertx vertx, PlatformDatabase platform, PgConnectOptions admin, Secrets secrets) {
    this.vertx = vertx;
    this.platform = platform;
    this.admin = new PgConnectOptions(admin);
    this.secrets = secrets;
    this.provisioner = new DatabaseProvisioner(vertx, admin);
  }

  /** The database of an environment; made when it has none. */
  public Future<EnvironmentDatabase> of(UUID environmentId) {
    EnvironmentDatabase database = known.get(environmentId);
    if (database != null) {
      return Future.succeededFuture(database);
    }
    Promise<EnvironmentDatabase> found = ((ContextInternal) vertx.getOrCreateContext()).promise();
    platform
        .pool()
        .preparedQuery(FIND)
        .execute(Tuple.of(environmentId))
        .compose(
            rows -> {
              Iterator<Row> row = rows.iterator();
              return row.hasNext() ? ready(environmentId, row.next()) : make(environmentId);
            })
        .onComplete(found);
    return found.future();
  }

  private Future<EnvironmentDatabase> ready(UUID environmentId, Row row) {
    return row.getBoolean("ready")
        ? Future.succeededFuture(remember(environmentId, row))
        : make(environmentId);
  }

  private Future<EnvironmentDatabase> make(UUID environmentId) {
    return plan(environmentId)
        .compose(
            planned ->
                platform.inTransaction(
                    connection ->
                        lock(connection, environmentId)
                            .compose(locked -> makeLocked(connection, environmentId))));
  }

  /** Keeps others from making or removing the database until the transaction ends. */
  static Future<Void> lock(SqlConnection connection, UUID environmentId) {
    return connection
        .query(WAIT)
        .execute()
        .compose(
            set -> connection.preparedQuery(TAKE).execute(Tuple.of(LOCK, environmentId.toString())))
        .mapEmpty();
  }

  // committed before anything is made: what is made can always be found again
  private Future<Void> plan(UUID environmentId) {
    String name = randomName();
    String reader = name + "_reader";
    String owner = name + "_owner";
    return platform
        .pool()
        .preparedQuery(PLAN)
        .execute(
            Tuple.of(
                environmentId,
                name,
                reader,
                seal(reader, Secrets.randomToken()),
                owner,
                seal(owner, Secrets.randomToken())))
        .mapEmpty();
  }

  private Future<EnvironmentDatabase> makeLocked(SqlConnection connection, UUID environmentId) {
    return connection
        .preparedQuery(FIND)
        .execute(Tuple.of(environmentId))
        .compose(
            rows -> {
              if (rows.size() == 0) {
                throw new IllegalStateException("the environment was deleted meanwhile");
              }
              Row row = rows.iterator().next();
              if (row.getBoolean("ready")) {
                return Future.succeededFuture(remember(environmentId, row));
              }
              Blueprint blueprint =
                  new Blueprint(
                      row.getString("database"), login(row, "reader"), login(row, "owner"));
              return provisioner
                  .provision(blueprint)
                  .compose(made -> connection.preparedQuery(READY).execute(Tuple.of(environmentId)))
                  .map(
                      marked -> {
                        LOG.info(
                            "made the database of an environment environment={} database={}",
                            environmentId,
                            blueprint.database());
                        return remember(environmentId, row);
                      });
            });
  }

  private EnvironmentDatabase remember(UUID environmentId, Row row) {
    EnvironmentDatabase database =
        new EnvironmentDatabase(
            environmentId, connect(row, login(row, "reader")), connect(row, login(row, "owner")));
    if (known.size() >= MAX_CACHED) {
      known.clear();
    }
    known.put(environmentId, database);
    return database;
  }

  private PgConnectOptions connect(Row row, Login login) {
    PgConnectOptions options =
        new PgConnectOptions(admin)
            .setUser(login.role())
            .setPassword(login.password())
            .setDatabase(row.getString("database"));
    if (row.getString("host") != null) {
      options.setHost(row.getString("host")).setPort(row.getInteger("port"));
    }
    return options;
  }

  private Login login(Row row, String kind) {
    String role = row.getString(kind + "_role");
    byte[] password = secrets.open(purpose(role), row.getBuffer(kind + "_secret").getBytes());
    return new Login(role, new String(password, UTF_8));
  }

  private Buffer seal(String role, String password) {
    return Buffer.buffer(secrets.seal(purpose(role), password.getBytes(UTF_8)));
  }

  private static String purpose(String role) {
    return SEALED_READER.purpose(role);
  }

  // random, and a name that SQL takes without quotes
  private static String randomName() {
    byte[] bytes = new byte[10];
    RANDOM.nextBytes(bytes);
    return "lh_" + HexFormat.of().formatHex(bytes);
  }
}
