package ai.altertable.mcp.bench;

import ai.altertable.mcp.testing.Ports;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** One node of several: its own ports and data folder, the database and the secrets of all. */
final class FleetNode implements AutoCloseable {
  private static final Path JAR = Path.of("target/altertable-mcp.jar").toAbsolutePath();

  /** Promises are watched here, not speed: several on two cores, none of which lives for long. */
  private static final List<String> JVM =
      List.of("-Xmx256m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

  private final String name;
  private final Path folder;
  private final Map<String, String> environment;
  private final int mcpPort = Ports.free();
  private final int appPort = Ports.free();
  private final int managementPort = Ports.free();
  private Server server;

  /**
   * @param shared settings of all nodes
   * @param own settings of this one
   */
  FleetNode(String name, Path folder, Map<String, String> shared, Map<String, String> own) {
    this.name = name;
    this.folder = folder;
    this.environment = new HashMap<>(shared);
    environment.put("ALTERTABLE_MCP_PORT", Integer.toString(mcpPort));
    environment.put("ALTERTABLE_APP_PORT", Integer.toString(appPort));
    environment.put("ALTERTABLE_MANAGEMENT_PORT", Integer.toString(managementPort));
    environment.put("ALTERTABLE_DATA_DIR", folder.resolve("data").toString());
    environment.putAll(own);
  }

  void start() throws IOException, InterruptedException {
    URI ready = URI.create("http://127.0.0.1:" + managementPort + "/health/ready");
    server =
        Server.start(
            new Server.Launch(
                Stream.concat(JVM.stream(), Stream.of("-jar", JAR.toString())).toList(),
                environment,
                folder,
                ready,
                -1));
  }

  /** Leaves in order and comes back. */
  void restart() throws IOException, InterruptedException {
    server.close();
    start();
  }

  /** Lets it run; fails when it ends meanwhile. */
  void runFor(Duration time) throws IOException, InterruptedException {
    server.runFor(time);
  }

  /** Stops it where it is: it holds its connections, and does nothing. */
  void freeze() throws IOException, InterruptedException {
    server.signal("STOP");
  }

  void thaw() throws IOException, InterruptedException {
    server.signal("CONT");
  }

  void kill() throws InterruptedException {
    server.kill();
    server = null;
  }

  /** Files and sockets that it has open. */
  int openFiles() {
    return ProcessUsage.openFiles(server.pid());
  }

  String name() {
    return name;
  }

  URI endpoint() {
    return URI.create("http://localhost:" + mcpPort + "/v1");
  }

  Balancer.Backend mcp() {
    return new Balancer.Backend(mcpPort, managementPort);
  }

  Balancer.Backend app() {
    return new Balancer.Backend(appPort, managementPort);
  }

  int managementPort() {
    return managementPort;
  }

  @Override
  public void close() {
    if (server != null) {
      server.close();
      server = null;
    }
  }
}
