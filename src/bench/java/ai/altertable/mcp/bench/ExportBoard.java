package ai.altertable.mcp.bench;

import ai.altertable.mcp.bus.Tenant;
import ai.altertable.mcp.config.ExportsConfig;
import ai.altertable.mcp.console.ExportDownload;
import ai.altertable.mcp.console.Pages;
import ai.altertable.mcp.lakehouse.EnvironmentSeed;
import ai.altertable.mcp.lakehouse.LakehouseFixture;
import ai.altertable.mcp.lakehouse.export.ExportFormat;
import ai.altertable.mcp.lakehouse.export.ExportOrder;
import ai.altertable.mcp.lakehouse.export.Exports;
import ai.altertable.mcp.oauth.http.RequestOrigins;
import ai.altertable.mcp.platform.TrustedProxies;
import ai.altertable.mcp.testing.Await;
import ai.altertable.mcp.testing.RecordedAudit;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import io.vertx.pgclient.PgConnectOptions;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.postgresql.PGConnection;

/**
 * Measures rows a second of exports by link beside COPY TO STDOUT of the same statement with the
 * same login, which is what {@code psql \copy} does. Rounds alternate. Run by {@code mvn -Pbench
 * verify -Dbench.only=export}.
 */
final class ExportBoard {
  static final String NAME = "export";
  private static final int ROWS = Integer.getInteger("bench.rows", 1_000_000);
  private static final int ROUNDS = 3;
  private static final double MARK = 0.5;
  private static final String SQL = "SELECT id, parent, name, price, at FROM shop.item";

  /** Prints rows a second; returns whether every format meets the mark. */
  boolean run() throws SQLException, IOException, InterruptedException {
    try (LakehouseFixture lakehouse = new LakehouseFixture()) {
      Tenant tenant = lakehouse.tenant("bench", "production");
      fill(lakehouse, tenant);
      URI server = serve(lakehouse);
      double copy = 0;
      Map<ExportFormat, Double> best = new EnumMap<>(ExportFormat.class);
      for (int round = 0; round < ROUNDS; round++) {
        copy = Math.max(copy, copied(lakehouse, tenant));
        for (ExportFormat format : ExportFormat.values()) {
          best.merge(format, exported(lakehouse, tenant, server, format), Math::max);
        }
      }
      System.out.printf("COPY TO STDOUT %,10.0f rows/s%n", copy);
      for (ExportFormat format : ExportFormat.values()) {
        double rate = best.get(format);
        System.out.printf("%-14s %,10.0f rows/s  %.2f%n", format.wire(), rate, rate / copy);
      }
      double mark = MARK * copy;
      return best.values().stream().allMatch(rate -> rate >= mark);
    }
  }

  private static void fill(LakehouseFixture lakehouse, Tenant tenant) {
    lakehouse.asOwner(
        tenant,
        "CREATE SCHEMA shop; CREATE TABLE shop.item (id int PRIMARY KEY, parent int, name text,"
            + " price numeric(12,2), at timestamptz DEFAULT now());"
            + "INSERT INTO shop.item SELECT i, i / 20, 'item ' || i, i * 1.1 FROM"
            + " generate_series(1, "
            + ROWS
            + ") i");
    Await.get(
        lakehouse
            .platform
            .pool()
            .query(
                """
                INSERT INTO app_user (id, email, name)
                VALUES ('00000000-0000-4000-8000-0000000000aa', 'bench@example.com', 'Bench');
                INSERT INTO oauth_client (id, kind, name, grant_types, auth_method)
                VALUES ('bench', 'registered', 'Bench', '{}', 'none');
                INSERT INTO oauth_grant (id, client_id, user_id, environment_id, scope, resource,
                  expires_at)
                VALUES ('%s', 'bench', '00000000-0000-4000-8000-0000000000aa', '%s', '{read}', 'r',
                  now() + interval '1 day')"""
                    .formatted(LakehouseFixture.GRANT, tenant.environmentId()))
            .execute());
  }

  private static URI serve(LakehouseFixture lakehouse) {
    Exports exports =
        new Exports(
            lakehouse.vertx,
            lakehouse.exports,
            lakehouse.lakehouse(EnvironmentSeed.NONE),
            new RecordedAudit(),
            new ExportsConfig(Duration.ofMinutes(10), 2, 8));
    Router router = Router.router(lakehouse.vertx);
    new ExportDownload(exports, Pages.load(lakehouse.vertx, false))
        .mount(router, new RequestOrigins(new TrustedProxies(List.of())));
    HttpServer server =
        Await.get(lakehouse.vertx.createHttpServer().requestHandler(router).listen(0, "127.0.0.1"));
    return URI.create("http://127.0.0.1:" + server.actualPort());
  }

  private static double copied(LakehouseFixture lakehouse, Tenant tenant)
      throws SQLException, IOException {
    PgConnectOptions login = Await.get(lakehouse.databases.of(tenant.environmentId())).reader();
    String url =
        "jdbc:postgresql://%s:%d/%s?user=%s&password=%s"
            .formatted(
                login.getHost(),
                login.getPort(),
                login.getDatabase(),
                login.getUser(),
                login.getPassword());
    try (Connection connection = DriverManager.getConnection(url)) {
      long started = System.nanoTime();
      connection
          .unwrap(PGConnection.class)
          .getCopyAPI()
          .copyOut("COPY (" + SQL + ") TO STDOUT", OutputStream.nullOutputStream());
      return rate(started);
    }
  }

  private static double exported(
      LakehouseFixture lakehouse, Tenant tenant, URI server, ExportFormat format)
      throws IOException, InterruptedException {
    String url =
        Await.get(
                lakehouse.exports.create(
                    tenant, LakehouseFixture.GRANT, new ExportOrder(null, SQL, format)))
            .url();
    HttpRequest request = HttpRequest.newBuilder(server.resolve(URI.create(url).getPath())).build();
    long started = System.nanoTime();
    HttpResponse<InputStream> answer =
        HttpClient.newHttpClient().send(request, BodyHandlers.ofInputStream());
    if (answer.statusCode() != 200) {
      throw new IOException("status " + answer.statusCode());
    }
    try (InputStream body = answer.body()) {
      body.transferTo(OutputStream.nullOutputStream());
    }
    return rate(started);
  }

  private static double rate(long startedNanos) {
    return ROWS * 1e9 / (System.nanoTime() - startedNanos);
  }
}
