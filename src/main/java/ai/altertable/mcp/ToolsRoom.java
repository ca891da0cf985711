package ai.altertable.mcp;

import ai.altertable.mcp.config.LakehouseConfig;
import ai.altertable.mcp.lakehouse.EnvironmentSeed;
import ai.altertable.mcp.lakehouse.Lakehouse;
import ai.altertable.mcp.lakehouse.PlatformLakehouse;
import ai.altertable.mcp.lakehouse.StoredResults;
import ai.altertable.mcp.lakehouse.postgres.EnvironmentDatabases;
import ai.altertable.mcp.lakehouse.postgres.ReaderPools;
import ai.altertable.mcp.platform.BoundedWorker;
import ai.altertable.mcp.platform.Platform;
import ai.altertable.mcp.tools.CallLimiter;
import ai.altertable.mcp.tools.ToolServices;
import ai.altertable.mcp.tools.ToolVerticle;
import ai.altertable.mcp.tools.Toolbox;
import ai.altertable.mcp.tools.context.DocIndex;
import ai.altertable.mcp.tools.result.Links;
import io.vertx.core.Future;
import java.util.Optional;

/** Plugs the tool executors in, and the lakehouse that they query. */
final class ToolsRoom {
  private static final int RESULT_THREADS = 2;
  private static final int RESULT_WAITING = 256;

  private final Platform platform;
  private final ReaderPools pools;
  private final ToolServices services;

  /**
   * @param seed what new databases are given
   */
  ToolsRoom(Platform platform, EnvironmentSeed seed) {
    LakehouseConfig config = platform.config().lakehouse();
    this.platform = platform;
    this.pools = new ReaderPools(platform.vertx(), config);
    StoredResults results =
        new StoredResults(
            platform.database(),
            new BoundedWorker(platform.vertx(), "results", RESULT_THREADS, RESULT_WAITING),
            config.limits().resultLifetime());
    EnvironmentDatabases databases =
        new EnvironmentDatabases(
            platform.vertx(), platform.database(), platform.access().admin(), platform.secrets());
    this.services =
        new ToolServices(
            platform.database(),
            new PlatformLakehouse(
                platform.vertx(), databases, seed, pools, results, config.limits()),
            results,
            config.limits(),
            platform.secrets(),
            new CallLimiter(platform.config().limits().calls()),
            new Links(platform.config().app().url()));
  }

  Lakehouse lakehouse() {
    return services.lakehouse();
  }

  /** Outlives the executors, whose calls use it. */
  Part lakehousePart() {
    return new Part("lakehouse", Future::succeededFuture, pools::close);
  }

  /** One executor for each core. */
  Part executorPart(int instances) {
    DocIndex docs = DocIndex.load();
    return Part.verticle(
        "tools",
        platform.vertx(),
        instances,
        () ->
            new ToolVerticle(
                Toolbox.tools(services, docs),
                services.limiter(),
                platform.audit(),
                Optional.of(platform.metrics().registry())));
  }
}
