import io.trino.plugin.memory.MemoryPlugin;
import io.trino.server.testing.TestingTrinoServer;
import java.util.Map;

/** A real Trino with a catalog in memory, for the tests of its engine. Ends with its input. */
public final class TrinoServer {
  private TrinoServer() {}

  /**
   * @param arguments the port to listen on
   */
  public static void main(String[] arguments) throws Exception {
    try (TestingTrinoServer server =
        TestingTrinoServer.builder()
            .setProperties(Map.of("http-server.http.port", arguments[0]))
            .build()) {
      server.installPlugin(new MemoryPlugin());
      server.createCatalog("memory", "memory");
      System.out.println("ready " + server.getBaseUrl());
      // whoever started us closes our input, or dies
      while (System.in.read() >= 0) {
        continue;
      }
    }
  }
}
