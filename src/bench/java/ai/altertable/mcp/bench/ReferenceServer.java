package ai.altertable.mcp.bench;

import ai.altertable.mcp.platform.DataDirectory;
import ai.altertable.mcp.platform.EmbeddedPostgres;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.Tuple;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The bare server: the least that any Vert.x server would have to do for the same answers. Its
 * database is a PostgreSQL of the same make and settings as the product's, with the same rows.
 */
final class ReferenceServer {
  private ReferenceServer() {}

  /** Arguments: port, file of a {@link ReferenceData}, data folder. */
  public static void main(String[] arguments) throws IOException {
    ReferenceData data =
        ReferenceData.fromJson(new JsonObject(Files.readString(Path.of(arguments[1]))));
    DataDirectory directory = DataDirectory.open(Path.of(arguments[2]));
    EmbeddedPostgres database = EmbeddedPostgres.start(directory, 0);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  database.close();
                  directory.close();
                }));
    PgConnectOptions access = database.access().admin();
    Vertx vertx = Vertx.vertx();
    int port = Integer.parseInt(arguments[0]);
    int instances = Runtime.getRuntime().availableProcessors();
    load(vertx, access, data)
        .compose(
            loaded ->
                vertx.deployVerticle(
                    () -> new ReferenceVerticle(port, data, access),
                    new DeploymentOptions().setInstances(instances)))
        .onFailure(
            cause -> {
              System.err.println(cause);
              System.exit(1);
            });
  }

  private static Future<Void> load(Vertx vertx, PgConnectOptions access, ReferenceData data) {
    Pool pool =
        PgBuilder.pool()
            .with(new PoolOptions().setMaxSize(1))
            .connectingTo(access)
            .using(vertx)
            .build();
    return pool.query(
            "DROP SCHEMA IF EXISTS shop CASCADE; CREATE SCHEMA shop; CREATE TABLE %s (%s, PRIMARY KEY (id))"
                .formatted(Operation.TABLE, data.columnDefinitions()))
        .execute()
        .compose(
            created ->
                pool.preparedQuery(
                        "INSERT INTO %1$s SELECT * FROM json_populate_recordset(NULL::%1$s, $1)"
                            .formatted(Operation.TABLE))
                    .execute(Tuple.of(data.records())))
        .compose(inserted -> pool.query("VACUUM ANALYZE " + Operation.TABLE).execute())
        .eventually(pool::close)
        .mapEmpty();
  }
}
