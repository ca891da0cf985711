package ai.altertable.mcp.transport;

import ai.altertable.mcp.conformance.ConformanceVerticle;
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
    TestEndpoint endpoint =
        new TestEndpoint(Map.of("ALTERTABLE_CONFORMANCE_ENABLED", "true"), RateLimiter.NONE);
    endpoint
        .vertx
        .deployVerticle(new ConformanceVerticle())
        .toCompletionStage()
        .toCompletableFuture()
        .join();
    return endpoint;
  }
}
