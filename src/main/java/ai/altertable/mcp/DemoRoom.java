package ai.altertable.mcp;

import ai.altertable.mcp.bus.Tenant;
import ai.altertable.mcp.identity.DemoOrganization;
import ai.altertable.mcp.lakehouse.EnvironmentSeed;
import ai.altertable.mcp.lakehouse.Lakehouse;
import ai.altertable.mcp.lakehouse.demo.DemoData;
import ai.altertable.mcp.platform.BoundedWorker;
import ai.altertable.mcp.platform.Platform;
import ai.altertable.mcp.tools.demo.DemoAssets;
import io.vertx.core.Future;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fills the demo organization: saved things first, then the tables, so that an environment whose
 * tables are there has everything, and is never filled again. Goes on behind the start; a query
 * waits for the tables of its environment.
 */
final class DemoRoom {
  private static final Logger LOG = LoggerFactory.getLogger(DemoRoom.class);
  private static final int LOADERS = 2;
  private static final int LOADS_WAITING = 8;

  private final Platform platform;
  private final DemoData data;
  private Future<?> filling = Future.succeededFuture();

  DemoRoom(Platform platform) {
    this.platform = platform;
    this.data =
        new DemoData(
            platform.vertx(),
            platform.database(),
            new BoundedWorker(platform.vertx(), "demo", LOADERS, LOADS_WAITING),
            Clock.systemUTC());
  }

  /** What the lakehouse asks before a query. */
  EnvironmentSeed seed() {
    return data;
  }

  /**
   * @param demo known when the part starts; empty when there is nothing to fill
   */
  Part part(Lakehouse lakehouse, Supplier<Optional<DemoOrganization>> demo) {
    return new Part(
        "demo data",
        () -> {
          demo.get().ifPresent(made -> filling = fill(lakehouse, made));
          return Future.succeededFuture();
        },
        () -> filling.otherwiseEmpty());
  }

  private Future<?> fill(Lakehouse lakehouse, DemoOrganization demo) {
    return fill(lakehouse, demo.production())
        .compose(filled -> fill(lakehouse, demo.staging()))
        .onFailure(
            failure -> LOG.error("demo data is incomplete; the next start goes on", failure));
  }

  private Future<Void> fill(Lakehouse lakehouse, Tenant tenant) {
    return data.filled(tenant.environmentId())
        .compose(
            filled ->
                filled
                    ? Future.succeededFuture()
                    : new DemoAssets(platform.database())
                        .load(platform.vertx(), tenant.environmentId(), tenant.environment())
                        .compose(saved -> lakehouse.engine(tenant, null))
                        .mapEmpty());
  }
}
