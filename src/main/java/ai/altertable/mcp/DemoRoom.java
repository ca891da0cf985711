package ai.altertable.mcp;

import ai.altertable.mcp.bus.Tenant;
import ai.altertable.mcp.identity.DemoOrganization;
import ai.altertable.mcp.lakehouse.EnvironmentSeed;
import ai.altertable.mcp.lakehouse.Lakehouse;
import ai.altertable.mcp.lakehouse.demo.DemoData;
import ai.altertable.mcp.platform.BoundedWorker;
import ai.altertable.mcp.platform.Contexts;
import ai.altertable.mcp.platform.Platform;
import ai.altertable.mcp.tools.demo.DemoAssets;
import io.vertx.core.Future;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
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
  private final DemoAssets assets;
  private final ConcurrentMap<UUID, Future<Void>> saved = new ConcurrentHashMap<>();
  private Future<?> filling = Future.succeededFuture();

  DemoRoom(Platform platform) {
    this.platform = platform;
    this.data =
        new DemoData(
            platform.vertx(),
            platform.database(),
            new BoundedWorker(platform.vertx(), "demo", LOADERS, LOADS_WAITING),
            Clock.systemUTC());
    this.assets = new DemoAssets(platform.database());
  }

  /** What the lakehouse asks before a query. */
  EnvironmentSeed seed() {
    return (tenant, database) ->
        tenant.organization().equals(DemoData.ORGANIZATION)
            ? save(tenant).compose(done -> data.ready(tenant, database))
            : Future.succeededFuture();
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
    return lakehouse
        .engine(demo.production(), null)
        .compose(filled -> lakehouse.engine(demo.staging(), null))
        .onFailure(
            failure -> LOG.error("demo data is incomplete; the next query goes on", failure));
  }

  /** Once for each node; completes on the caller's context. A failure is tried again later. */
  private Future<Void> save(Tenant tenant) {
    UUID environment = tenant.environmentId();
    Future<Void> saving = saved.computeIfAbsent(environment, id -> load(tenant));
    if (saving.succeeded()) {
      return saving;
    }
    return Contexts.here(
        platform.vertx(), saving.onFailure(failure -> saved.remove(environment, saving)));
  }

  private Future<Void> load(Tenant tenant) {
    UUID environment = tenant.environmentId();
    return data.unlessFilled(
        environment, turn -> assets.load(platform.vertx(), environment, tenant.environment()));
  }
}
