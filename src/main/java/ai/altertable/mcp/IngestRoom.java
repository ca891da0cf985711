package ai.altertable.mcp;

import ai.altertable.mcp.ingest.EventWriters;
import ai.altertable.mcp.ingest.IngestNode;
import ai.altertable.mcp.ingest.IngestVerticle;
import ai.altertable.mcp.lakehouse.EnvironmentSeed;
import ai.altertable.mcp.platform.DatabaseListener;
import ai.altertable.mcp.platform.Platform;
import java.util.List;

/** Plugs the ingestion of events in: one listener for each core, one set of writers. */
final class IngestRoom {
  private IngestRoom() {}

  /**
   * The writers, and the listener on top of them.
   *
   * @param seed what new databases are given first
   * @param listener not started yet
   */
  static List<Part> parts(
      Platform platform,
      LakehouseRoom lakehouse,
      EnvironmentSeed seed,
      DatabaseListener listener,
      int instances) {
    EventWriters writers =
        new EventWriters(
            platform.vertx(), lakehouse.databases(), seed, platform.config().ingest().waiting());
    IngestNode node =
        new IngestNode(
            platform.vertx(),
            platform.config(),
            platform.database(),
            writers,
            platform.metrics().registry());
    node.listen(listener);
    return List.of(
        new Part("events", writers::start, writers::stop),
        Part.verticle(
            "ingest",
            platform.vertx(),
            instances,
            () -> new IngestVerticle(platform.config(), node)));
  }
}
