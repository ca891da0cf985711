package ai.altertable.mcp.lakehouse;

import static ai.altertable.mcp.lakehouse.LakehouseFixture.await;

import ai.altertable.mcp.bus.Tenant;
import ai.altertable.mcp.config.LakehouseConfig;
import ai.altertable.mcp.platform.Cancellation;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.pgclient.PgBuilder;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.Tuple;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongFunction;

/**
 * Queries a second of the engine beside those of a bare prepared statement on the same login, both
 * with 4 connections and 32 callers on one event loop. Rounds alternate, since a shared machine
 * drifts.
 */
public final class EngineBenchmark {
  private static final int CALLERS = 32;
  private static final int ROUNDS = 4;
  private static final long MILLIS = 3000;

  private EngineBenchmark() {}

  public static void main(String[] arguments) {
    LakehouseConfig config =
        new LakehouseConfig(
            Optional.empty(), 4, 16, Duration.ofMinutes(5), LakehouseFixture.limits());
    try (LakehouseFixture lakehouse = new LakehouseFixture(config)) {
      Tenant tenant = lakehouse.tenant("bench", "production");
      QueryEngine engine = lakehouse.engine(tenant);
      lakehouse.asOwner(
          tenant,
          "CREATE SCHEMA shop; CREATE TABLE shop.item (id int PRIMARY KEY, parent int, name text,"
              + " price numeric(12,2), at timestamptz DEFAULT now());"
              + "INSERT INTO shop.item SELECT i, i / 20, 'item ' || i, i * 1.1 FROM"
              + " generate_series(1, 100000) i; CREATE INDEX ON shop.item (parent)");
      lakehouse.asOwner(tenant, "ANALYZE");
      Pool bare =
          PgBuilder.pool()
              .with(new PoolOptions().setMaxSize(4))
              .connectingTo(
                  await(lakehouse.databases.of(tenant.environmentId()))
                      .reader()
                      .setCachePreparedStatements(true))
              .using(lakehouse.vertx)
              .build();
      String twenty = "SELECT id, parent, name, price, at FROM shop.item WHERE parent = ";
      for (int round = 0; round < ROUNDS; round++) {
        measure(
            lakehouse,
            "bare, 20 rows",
            n -> bare.preparedQuery(twenty + "$1").execute(Tuple.of((int) (n % 5000))));
        measure(
            lakehouse,
            "engine, 20 rows",
            n -> engine.query(LakehouseFixture.request(twenty + n % 5000), new Cancellation()));
      }
    }
  }

  private static void measure(
      LakehouseFixture lakehouse, String name, LongFunction<Future<?>> call) {
    AtomicLong done = new AtomicLong();
    Promise<Void> finished = Promise.promise();
    long end = System.nanoTime() + Duration.ofMillis(MILLIS).toNanos();
    long cpu = cpuNanos();
    AtomicLong left = new AtomicLong(CALLERS);
    lakehouse.vertx.runOnContext(
        go -> {
          for (int i = 0; i < CALLERS; i++) {
            loop(call, done, end, left, finished);
          }
        });
    await(finished.future());
    System.out.printf(
        "%-16s %7d/s  %4d us of client cpu%n",
        name, done.get() * 1000 / MILLIS, (cpuNanos() - cpu) / 1000 / Math.max(1, done.get()));
  }

  private static void loop(
      LongFunction<Future<?>> call,
      AtomicLong done,
      long end,
      AtomicLong left,
      Promise<Void> finished) {
    if (System.nanoTime() > end) {
      if (left.decrementAndGet() == 0) {
        finished.complete();
      }
      return;
    }
    call.apply(done.incrementAndGet())
        .onSuccess(rows -> loop(call, done, end, left, finished))
        .onFailure(finished::tryFail);
  }

  private static long cpuNanos() {
    return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }
}
