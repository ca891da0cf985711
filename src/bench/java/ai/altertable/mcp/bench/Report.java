package ai.altertable.mcp.bench;

import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;

/** The scoreboard as Markdown. */
final class Report {
  private final StringBuilder text = new StringBuilder();

  private Report() {}

  static String of(Settings settings, Starts starts, List<Result> results) {
    Report report = new Report();
    report.conditions(settings);
    report.results(results);
    report.starts(starts);
    return report.text.toString();
  }

  private void conditions(Settings settings) {
    line(
        "MCP %s, measured %s on %d cores, Java %s; %s, %d connections, %d access tokens, %d rounds of %d s"
            + " in turn; %s. Audit log on, limits out of reach.",
        settings.era().version(),
        LocalDate.now(),
        Runtime.getRuntime().availableProcessors(),
        Runtime.version().feature(),
        Load.generator(),
        settings.connections(),
        settings.tokens(),
        settings.rounds(),
        settings.round().toSeconds(),
        settings.pinned()
            ? "each server with its database on one core, the load on another"
            : "servers and load share all cores");
    line("");
  }

  private void results(List<Result> results) {
    line(
        "| operation | server | requests/s | p50 ms | p99 ms | CPU µs server | CPU µs database |"
            + " product/bare | mark |");
    line("| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | --- |");
    for (Result result : results) {
      row(result.operation().name(), "bare Vert.x", result.bare(), "", "");
      row(
          "",
          "product",
          result.product(),
          format("**%.2f**", result.ratio()),
          format("≥ %.1f %s", result.operation().mark(), result.met() ? "met" : "missed"));
    }
    line("");
  }

  private void row(String operation, String server, Sample sample, String ratio, String mark) {
    line(
        "| %s | %s | %,.0f | %.2f | %.2f | %.0f | %.0f | %s | %s |",
        operation,
        server,
        sample.perSecond(),
        sample.p50Micros() / 1000,
        sample.p99Micros() / 1000,
        sample.serverMicrosPerRequest(),
        sample.databaseMicrosPerRequest(),
        ratio,
        mark);
  }

  private void starts(Starts starts) {
    line("| start to ready, idle memory | |");
    line("| --- | ---: |");
    line("| cold, empty data folder | %.2f s |", seconds(starts.cold()));
    line("| warm | %.2f s |", seconds(starts.warm()));
    line("| warm, with a class archive | %.2f s |", seconds(starts.archived()));
    line("| idle server, resident | %d MiB |", starts.serverKib() / 1024);
    line("| idle embedded database, shared pages once | %d MiB |", starts.databaseKib() / 1024);
  }

  private void line(String pattern, Object... values) {
    text.append(format(pattern, values)).append('\n');
  }

  private static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1000.0;
  }
}
