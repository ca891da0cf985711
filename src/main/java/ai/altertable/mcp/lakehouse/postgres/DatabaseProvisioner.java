package ai.altertable.mcp.lakehouse.postgres;

import static java.util.Objects.requireNonNull;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the database and the two logins of an environment. Every step may be run again, so that
 * whoever takes over from a creator that died just runs all of them.
 */
final class DatabaseProvisioner {
  private static final Logger LOG = LoggerFactory.getLogger(DatabaseProvisioner.class);

  /** Connections of all nodes together, ones being replaced included. */
  private static final int READER_CONNECTIONS = 64;

  private static final List<String> READER_SETTINGS =
      List.of(
          "default_transaction_read_only = on",
          "statement_timeout = '60s'",
          "lock_timeout = '5s'",
          "idle_in_transaction_session_timeout = '60s'",
          "work_mem = '16MB'",
          // pages of results are small: compiling costs more than it gains
          "jit = off");

  private final Vertx vertx;
  private final PgConnectOptions admin;
  private final AtomicBoolean noted = new AtomicBoolean();

  /** What to make; names are random and hold no character that needs quoting. */
  record Blueprint(String database, Login reader, Login owner) {}

  /** A role and its password. */
  record Login(String role, String password) {
    Login {
      requireNonNull(role, "role is null");
      requireNonNull(password, "password is null");
    }

    @Override
    public String toString() {
      return "Login[" + role + "]";
    }
  }

  /**
   * @param admin may create databases and roles; a superuser can do more for the isolation
   */
  DatabaseProvisioner(Vertx vertx, PgConnectOptions admin) {
    this.vertx = vertx;
    this.admin = new PgConnectOptions(admin);
  }

  /** Makes what is missing. */
  Future<Void> provision(Blueprint plan) {
    return on(admin, connection -> asAdmin(connection, plan))
        .compose(
            superuser ->
                on(login(plan.owner(), plan.database()), connection -> asOwner(connection, plan))
                    .compose(ok -> superuser ? harden(plan) : skipHardening()));
  }

  private Future<Boolean> asAdmin(SqlConnection connection, Blueprint plan) {
    return connection
        .query("SELECT rolsuper FROM pg_catalog.pg_roles WHERE rolname = current_user")
        .execute()
        .map(rows -> rows.iterator().next().getBoolean(0))
        .compose(
            superuser ->
                role(connection, plan.owner(), "CONNECTION LIMIT 8")
                    .compose(
                        ok ->
                            role(
                                connection,
                                plan.reader(),
                                "NOINHERIT CONNECTION LIMIT " + READER_CONNECTIONS))
                    .compose(ok -> readerSettings(connection, plan, superuser))
                    .compose(ok -> database(connection, plan, superuser))
                    .map(superuser));
  }

  private static Future<Void> role(SqlConnection connection, Login login, String limits) {
    String attributes =
        " LOGIN " + limits + " PASSWORD '" + ScramVerifier.of(login.password()) + "'";
    return exists(connection, "pg_catalog.pg_roles WHERE rolname", login.role())
        .compose(
            exists ->
                run(
                    connection,
                    (exists ? "ALTER" : "CREATE") + " ROLE " + login.role() + attributes));
  }

  private static Future<Void> readerSettings(
      SqlConnection connection, Blueprint plan, boolean superuser) {
    StringBuilder statements = new StringBuilder();
    READER_SETTINGS.forEach(setting -> set(statements, plan, setting));
    if (superuser) {
      // a superuser's parameter: a login must not raise its own limit
      set(statements, plan, "temp_file_limit = '1GB'");
    }
    return run(connection, statements.toString());
  }

  private static void set(StringBuilder statements, Blueprint plan, String setting) {
    statements
        .append("ALTER ROLE ")
        .append(plan.reader().role())
        .append(" SET ")
        .append(setting)
        .append(';');
  }

  private static Future<Void> database(
      SqlConnection connection, Blueprint plan, boolean superuser) {
    // CREATE DATABASE … OWNER wants membership of whoever is no superuser
    Future<Void> member =
        superuser
            ? Future.succeededFuture()
            : run(connection, "GRANT " + plan.owner().role() + " TO CURRENT_USER");
    return member
        .compose(ok -> dropHalfMade(connection, plan.database()))
        .compose(ok -> exists(connection, "pg_catalog.pg_database WHERE datname", plan.database()))
        .compose(
            exists ->
                exists
                    ? Future.succeededFuture()
                    // template1 may hold what its administrator put there: template0 is clean
                    : run(
                        connection,
                        "CREATE DATABASE "
                            + plan.database()
                            + " OWNER "
                            + plan.owner().role()
                            + " TEMPLATE template0 ENCODING 'UTF8'"));
  }

  // -2 marks a database whose creation or removal was interrupted; it cannot be connected to
  private static Future<Void> dropHalfMade(SqlConnection connection, String database) {
    return exists(
            connection, "pg_catalog.pg_database WHERE datconnlimit = -2 AND datname", database)
        .compose(
            invalid ->
                invalid ? run(connection, "DROP DATABASE " + database) : Future.succeededFuture());
  }

  /**
   * Drops a database and its logins, as far as they are there. Whoever is connected is thrown out,
   * and cannot come back meanwhile.
   */
  Future<Void> remove(String database, List<String> roles) {
    return on(
        admin,
        connection -> {
          Future<Void> locked = Future.succeededFuture();
          for (String role : roles) {
            locked = locked.compose(ok -> lockOut(connection, role));
          }
          return locked
              .compose(ok -> exists(connection, "pg_catalog.pg_database WHERE datname", database))
              .compose(
                  exists ->
                      exists
                          ? run(connection, "DROP DATABASE " + database + " WITH (FORCE)")
                          : Future.succeededFuture())
              .compose(ok -> run(connection, "DROP ROLE IF EXISTS " + String.join(", ", roles)));
        });
  }

  // only a member of a role may end its sessions, unless it is a superuser
  private static Future<Void> lockOut(SqlConnection connection, String role) {
    return exists(connection, "pg_catalog.pg_roles WHERE rolname", role)
        .compose(
            exists ->
                exists
                    ? run(
                        connection,
                        "ALTER ROLE " + role + " NOLOGIN; GRANT " + role + " TO CURRENT_USER")
                    : Future.succeededFuture());
  }

  private static Future<Void> asOwner(SqlConnection connection, Blueprint plan) {
    String reader = plan.reader().role();
    return run(
        connection,
        String.join(
            ";",
            "BEGIN",
            "REVOKE ALL ON DATABASE " + plan.database() + " FROM PUBLIC",
            "REVOKE ALL ON SCHEMA public FROM PUBLIC",
            "GRANT CONNECT ON DATABASE " + plan.database() + " TO " + reader,
            "GRANT USAGE ON SCHEMA public TO " + reader,
            "ALTER DEFAULT PRIVILEGES GRANT USAGE ON SCHEMAS TO " + reader,
            "ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO " + reader,
            "ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC",
            "COMMIT"));
  }

  private Future<Void> harden(Blueprint plan) {
    PgConnectOptions there = new PgConnectOptions(admin).setDatabase(plan.database());
    return on(there, connection -> run(connection, Hardening.revoke()));
  }

  private Future<Void> skipHardening() {
    if (noted.compareAndSet(false, true)) {
      LOG.warn(
          "lakehouse administrator is no superuser: queries keep PostgreSQL's public functions and"
              + " can see names of databases and logins on that server user={}",
          admin.getUser());
    }
    return Future.succeededFuture();
  }

  private PgConnectOptions login(Login login, String database) {
    return new PgConnectOptions(admin)
        .setUser(login.role())
        .setPassword(login.password())
        .setDatabase(database);
  }

  private <T> Future<T> on(PgConnectOptions options, Function<SqlConnection, Future<T>> work) {
    return PgConnection.connect(vertx, options)
        .compose(
            connection ->
                work.apply(connection).eventually(() -> connection.close().otherwiseEmpty()));
  }

  private static Future<Boolean> exists(SqlConnection connection, String where, String name) {
    return connection
        .preparedQuery("SELECT 1 FROM " + where + " = $1")
        .execute(Tuple.of(name))
        .map(rows -> rows.size() > 0);
  }

  private static Future<Void> run(SqlConnection connection, String sql) {
    return connection.query(sql).execute().mapEmpty();
  }
}
