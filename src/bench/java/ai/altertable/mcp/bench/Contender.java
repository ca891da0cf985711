package ai.altertable.mcp.bench;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/**
 * One of the two servers under load.
 *
 * @param name in messages
 * @param endpoint where requests go
 * @param server its process
 * @param database process id of its postmaster
 */
record Contender(String name, URI endpoint, Server server, long database) {
  private static final double LEAST_PART_OF_AN_ANSWER = 0.9;

  /**
   * One measured round.
   *
   * @throws IOException when an answer was missing, or too short to be the right one
   */
  void round(Load load, List<Load.Request> requests, Duration duration, Sample sample)
      throws IOException, InterruptedException {
    long serverBefore = server.cpuMicros();
    long databaseBefore = ProcessUsage.familyCpuMicros(database);
    Load.Outcome outcome = load.run(endpoint, requests, duration);
    sample.add(
        outcome,
        server.cpuMicros() - serverBefore,
        ProcessUsage.familyCpuMicros(database) - databaseBefore);
    if (outcome.failures() > 0) {
      throw new IOException(name + " failed under load: " + outcome);
    }
  }

  /** Makes sure that what came under load was what comes without. */
  void checkAnswers(Sample sample, McpSession session, JsonObject message)
      throws IOException, InterruptedException {
    int length = session.answer(endpoint, message).encode().length();
    if (sample.bytesPerAnswer() < LEAST_PART_OF_AN_ANSWER * length) {
      throw new IOException(
          "%s answered %.0f bytes under load where %d are right: %s"
              .formatted(name, sample.bytesPerAnswer(), length, message));
    }
  }
}
