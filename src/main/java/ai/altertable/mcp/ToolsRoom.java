package ai.altertable.mcp;

import ai.altertable.mcp.config.LakehouseConfig;
import ai.altertable.mcp.lakehouse.EnvironmentSeed;
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
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;

/** Plugs the tool executors in, and the lakehouse that they query. */
final class ToolsRoom {
  private static final int RESULT_THREADS = 2;
  private static final int RESULT_WAITING = 256;

  private ToolsRoom() {}

  static List<Part> parts(Platform platform, EnvironmentSeed seed, int instances) {
    LakehouseConfig config = platform.config().lakehouse();
    ReaderPools pools = new ReaderPools(platform.vertx(), config);
    StoredResults results =
        new StoredResults(
            platform.database(),
            new BoundedWorker(platform.vertx(), "results", RESULT_THREADS, RESULT_WAITING),
            config.limits().resultLifetime());
    EnvironmentDatabases databases =
        new EnvironmentDatabases(
            platform.vertx(), platform.database(), platform.access().admin(), platform.secrets());
    CallLimiter limiter = new CallLimiter(platform.config().limits().calls());
    ToolServices services =
        new ToolServices(
            platform.database(),
            new PlatformLakehouse(
                platform.vertx(), databases, seed, pools, results, config.limits()),
            results,
            config.limits(),
            platform.secrets(),
            limiter);
    DocIndex docs = DocIndex.load();
    return List.of(
        new Part("lakehouse", Future::succeededFuture, pools::close),
        Part.verticle(
            "tools",
            platform.vertx(),
            instances,
            () ->
                new ToolVerticle(
                    Toolbox.tools(services, docs),
                    limiter,
                    platform.audit(),
                    Optional.of(platform.metrics().registry()))));
  }
}
