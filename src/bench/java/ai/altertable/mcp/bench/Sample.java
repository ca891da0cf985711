package ai.altertable.mcp.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** What one server did in all rounds of one operation. */
final class Sample {
  private final List<Load.Outcome> rounds = new ArrayList<>();
  private long serverMicros;
  private long databaseMicros;

  /**
   * Adds a round.
   *
   * @param serverMicros CPU time that the server took
   * @param databaseMicros CPU time that its database took
   */
  void add(Load.Outcome outcome, long serverMicros, long databaseMicros) {
    rounds.add(outcome);
    this.serverMicros += serverMicros;
    this.databaseMicros += databaseMicros;
  }

  double perSecond() {
    return median(Load.Outcome::perSecond);
  }

  double p50Micros() {
    return median(Load.Outcome::p50);
  }

  double p99Micros() {
    return median(Load.Outcome::p99);
  }

  double serverMicrosPerRequest() {
    return (double) serverMicros / requests();
  }

  double databaseMicrosPerRequest() {
    return (double) databaseMicros / requests();
  }

  double bytesPerAnswer() {
    return median(Load.Outcome::bytesPerAnswer);
  }

  private long requests() {
    return Math.max(1, rounds.stream().mapToLong(Load.Outcome::requests).sum());
  }

  private double median(ToDoubleFunction<Load.Outcome> value) {
    double[] sorted = rounds.stream().mapToDouble(value).sorted().toArray();
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
