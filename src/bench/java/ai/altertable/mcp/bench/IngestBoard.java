package ai.altertable.mcp.bench;

import ai.altertable.mcp.testing.Ports;
import ai.altertable.mcp.testing.TestProduct;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Measures product events taken in; server, database (durable, as shipped) and clients on the same
 * cores. While the load goes on, server and database are killed, and started again: what was
 * answered must be there, and nothing twice. Run by {@code mvn -Pbench verify -Dbench.only=ingest}.
 */
final class IngestBoard {
  static final String NAME = "ingest";
  private static final int CLIENTS = 32;
  private static final double MARK = 20_000;
  private static final String ENVIRONMENT = "staging";
  private static final String COUNT =
      "SELECT count(*), count(DISTINCT uuid) FROM product_analytics.events"
          + " WHERE starts_with(event, '"
          + EventLoad.PREFIX
          + "')";

  private final Path folder;
  private final Settings settings;
  private final int port = Ports.free();
  private final TestProduct product;

  IngestBoard(Path folder, Settings settings) {
    this.folder = folder;
    this.settings = settings;
    this.product =
        new TestProduct(
            folder.resolve("data"),
            Map.of(
                "ALTERTABLE_ROLES",
                "mcp,app,tools,ingest",
                "ALTERTABLE_INGEST_PORT",
                Integer.toString(port),
                "ALTERTABLE_INGEST_KEY_RATE",
                "1000000",
                "ALTERTABLE_INGEST_KEY_BURST",
                "1000000"));
  }

  /** Prints events a second; returns whether the mark is met and nothing is lost or doubled. */
  boolean run() throws Exception {
    Vertx vertx = Vertx.vertx();
    EventLoad load;
    double rate;
    TestProduct.Robot reader;
    try (Server server = start()) {
      reader = product.serviceAccount(ENVIRONMENT, "read");
      String key = product.eventKey(product.serviceAccount(ENVIRONMENT, "admin"), ENVIRONMENT);
      // makes the environment's database
      product.query(product.reading(reader), "SELECT 1");
      load = new EventLoad(vertx, CLIENTS, port, key);
      Thread.sleep(settings.warmUp().toMillis());
      rate = measure(server, load, settings.round().multipliedBy(settings.rounds()));
      load.stop();
      server.killWithDatabase();
      load.await();
    } finally {
      vertx.close().toCompletionStage().toCompletableFuture().join();
    }
    try (Server again = start()) {
      return isWhole(load, reader) && rate >= MARK;
    }
  }

  private Server start() throws IOException, InterruptedException {
    return Server.start(
        new Server.Launch(
            List.of("-jar", Product.JAR.toString()),
            product.environment(),
            folder,
            product.ready(),
            -1));
  }

  private static double measure(Server server, EventLoad load, Duration length)
      throws IOException, InterruptedException {
    long serverBefore = server.cpuMicros();
    long databaseBefore = ProcessUsage.familyCpuMicros(server.database());
    long before = load.accepted();
    long started = System.nanoTime();
    server.runFor(length);
    double seconds = (System.nanoTime() - started) / 1e9;
    long events = load.accepted() - before;
    System.out.printf(
        "%,.0f events/s for %.0f s (mark %,.0f); CPU an event: server %.1f us, database %.1f us%n",
        events / seconds,
        seconds,
        MARK,
        (double) (server.cpuMicros() - serverBefore) / events,
        (double) (ProcessUsage.familyCpuMicros(server.database()) - databaseBefore) / events);
    return events / seconds;
  }

  private boolean isWhole(EventLoad load, TestProduct.Robot reader)
      throws IOException, InterruptedException {
    JsonArray counted =
        product.query(product.reading(reader), COUNT).getJsonArray("rows").getJsonArray(0);
    long there = counted.getLong(0);
    long different = counted.getLong(1);
    System.out.printf(
        "killed with its database in the middle: answered %,d, refused %,d, there %,d, lost %,d,"
            + " doubled %,d, not answered yet but there %,d of %,d%n",
        load.accepted(),
        load.refused(),
        there,
        Math.max(0, load.accepted() - there),
        there - different,
        Math.max(0, there - load.accepted()),
        load.inFlight());
    return there >= load.accepted() && there == different;
  }
}
