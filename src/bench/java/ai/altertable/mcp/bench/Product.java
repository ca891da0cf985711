package ai.altertable.mcp.bench;

import ai.altertable.mcp.testing.Ports;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The product as shipped: its jar and its default configuration, but for ports and limits. */
final class Product {
  static final String EMAIL = "demo@altertable.local";
  static final String PASSWORD = "benchmark-password-1";

  /** The jar as shipped. */
  static final Path JAR = Path.of("target/altertable-mcp.jar").toAbsolutePath();

  private static final String UNREACHABLE = "1000000";

  /** Above the connections: a place is free again only after the answer is out. */
  private static final String PLENTY_OF_CALLS = "200";

  private final Path folder;
  private final int mcpPort = Ports.free();
  private final int appPort = Ports.free();
  private final int managementPort = Ports.free();

  /**
   * @param folder of its data; empty for a cold start
   */
  Product(Path folder) {
    this.folder = folder;
  }

  URI endpoint() {
    return URI.create("http://localhost:" + mcpPort + "/v1");
  }

  /** Starts it on one core, or on all with -1. */
  Server start(int core) throws IOException, InterruptedException {
    return Server.start(launch(List.of("-jar", JAR.toString()), core));
  }

  /** Starts it on all cores with the archive that {@link #archive} made. */
  Server startArchived() throws IOException, InterruptedException {
    return Server.start(
        launch(List.of("-XX:SharedArchiveFile=" + classes(), "-jar", JAR.toString()), -1));
  }

  /** Makes an archive of the classes that a start loads, as the container's build does. */
  void archive() throws IOException, InterruptedException {
    Server.run(
        launch(
            List.of("-XX:ArchiveClassesAtExit=" + classes(), "-jar", JAR.toString(), "check"), -1));
  }

  private Path classes() {
    return folder.resolve("classes.jsa");
  }

  private Server.Launch launch(List<String> command, int core) {
    Map<String, String> environment = new HashMap<>();
    environment.put("ALTERTABLE_MCP_PORT", Integer.toString(mcpPort));
    environment.put("ALTERTABLE_APP_PORT", Integer.toString(appPort));
    environment.put("ALTERTABLE_MANAGEMENT_PORT", Integer.toString(managementPort));
    environment.put("ALTERTABLE_DATA_DIR", folder.resolve("data").toString());
    environment.put("ALTERTABLE_DEMO_PASSWORD", PASSWORD);
    environment.put("ALTERTABLE_LIMITS_TOKEN_RATE", UNREACHABLE);
    environment.put("ALTERTABLE_LIMITS_TOKEN_BURST", UNREACHABLE);
    environment.put("ALTERTABLE_LIMITS_TOKEN_CALLS", PLENTY_OF_CALLS);
    environment.put("ALTERTABLE_LIMITS_ORGANIZATION_CALLS", PLENTY_OF_CALLS);
    for (String limited : List.of("ADDRESS_RATE", "ADDRESS_BURST", "CLIENT_RATE", "CLIENT_BURST")) {
      environment.put("ALTERTABLE_OAUTH_" + limited, UNREACHABLE);
    }
    URI ready = URI.create("http://127.0.0.1:" + managementPort + "/health/ready");
    return new Server.Launch(command, environment, folder, ready, core);
  }
}
