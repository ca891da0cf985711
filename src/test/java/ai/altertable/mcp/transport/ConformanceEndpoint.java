package ai.altertable.mcp.transport;

import ai.altertable.mcp.conformance.ConformanceVerticle;
import java.util.HashMap;
import java.util.Map;

/** An endpoint with the fixtures of the conformance suite, to be run by hand against the suite. */
final class ConformanceEndpoint {
  private ConformanceEndpoint() {}

  /** Prints the port and runs until it is killed. */
  public static void main(String[] arguments) {
    TestEndpoint endpoint = start();
    System.out.println("port " + endpoint.port);
  }

  static TestEndpoint start() {
    return start(Map.of());
  }

  static TestEndpoint start(Map<String, String> more) {
    Map<String, String> settings = new HashMap<>(more);
    settings.put("ALTERTABLE_CONFORMANCE_ENABLED", "true");
    TestEndpoint endpoint = new TestEndpoint(settings, RateLimiter.NONE);
    endpoint
        .vertx
        .deployVerticle(new ConformanceVerticle())
        .toCompletionStage()
        .toCompletableFuture()
        .join();
    return endpoint;
  }
}
