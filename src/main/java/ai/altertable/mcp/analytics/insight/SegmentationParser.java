package ai.altertable.mcp.analytics.insight;

import ai.altertable.mcp.analytics.DefinitionReader;
import ai.altertable.mcp.analytics.insight.Segmentation.Aggregation;
import ai.altertable.mcp.analytics.insight.Segmentation.Series;
import ai.altertable.mcp.analytics.sql.Interval;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Reads a {@code segmentation_definition}; faults go to the reader. */
final class SegmentationParser {
  private static final int MAX_SERIES = 10;

  private SegmentationParser() {}

  static Segmentation parse(DefinitionReader reader) {
    EventInsight.Scope scope = EventParser.scope(reader);
    Interval interval = reader.choice("interval", Interval.class, Interval.DAY);
    FrameParser.boundIntervals(reader, scope.frame(), interval);
    Aggregation otherwise =
        reader
            .object("aggregation")
            .map(SegmentationParser::aggregation)
            .orElse(new Aggregation(Aggregation.Function.COUNT, null));
    Set<String> keys = new HashSet<>();
    List<Series> series = new ArrayList<>();
    for (DefinitionReader event : reader.objects("events", 1, MAX_SERIES)) {
      EventSelector selector = EventParser.selector(event, keys);
      List<Breakdown> breakdowns = EventParser.breakdowns(event);
      Aggregation aggregation =
          event.object("aggregation").map(SegmentationParser::aggregation).orElse(otherwise);
      event.refuseUnknown();
      series.add(new Series(selector, breakdowns, aggregation));
    }
    reader.refuseUnknown();
    return new Segmentation(scope, interval, series);
  }

  private static Aggregation aggregation(DefinitionReader reader) {
    Aggregation.Function function =
        reader.choice("type", Aggregation.Function.class, Aggregation.Function.COUNT);
    boolean needsProperty =
        function == Aggregation.Function.SUM || function == Aggregation.Function.AVERAGE;
    String property = needsProperty ? reader.text("property", EventParser.MAX_NAME) : null;
    reader.refuseUnknown();
    return new Aggregation(function, property);
  }
}
