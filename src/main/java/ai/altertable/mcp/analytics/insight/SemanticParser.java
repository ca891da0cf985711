package ai.altertable.mcp.analytics.insight;

import ai.altertable.mcp.analytics.DefinitionReader;
import ai.altertable.mcp.analytics.insight.SemanticInsight.Conditions;
import ai.altertable.mcp.analytics.insight.SemanticInsight.DimensionFilter;
import ai.altertable.mcp.analytics.insight.SemanticInsight.Order;
import ai.altertable.mcp.analytics.insight.SemanticInsight.Time;
import ai.altertable.mcp.analytics.semantic.Reference;
import ai.altertable.mcp.analytics.semantic.SemanticModel.TableName;
import ai.altertable.mcp.analytics.sql.Interval;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads a {@code semantic_definition}; faults go to the reader. */
final class SemanticParser {
  private static final int MAX_MEASURES = 20;
  private static final int MAX_DIMENSIONS = 10;
  private static final int MAX_FILTERS = 20;
  private static final int MAX_VIA = 8;
  private static final int MAX_ORDER = 10;
  private static final int MAX_LIMIT = 100_000;

  private SemanticParser() {}

  static SemanticInsight parse(DefinitionReader reader) {
    List<Reference> measures =
        reader.objects("measure_refs", 1, MAX_MEASURES).stream()
            .map(SemanticParser::measure)
            .toList();
    List<Reference> dimensions = new ArrayList<>(references(reader, "dimension_refs"));
    dimensions.addAll(references(reader, "pivot_dimension_refs"));
    Conditions conditions =
        new Conditions(
            reader.objects("dimension_filters", 0, MAX_FILTERS).stream()
                .flatMap(each -> filter(each).stream())
                .toList(),
            references(reader, "filter_refs"));
    Time time = time(reader);
    List<Order> order =
        reader.objects("order_by", 0, MAX_ORDER).stream().map(SemanticParser::order).toList();
    int limit = reader.integer("limit", 1, MAX_LIMIT, 0);
    reader.refuseUnknown();
    String catalog = measures.isEmpty() ? "" : measures.get(0).table().catalog();
    return new SemanticInsight(
        catalog,
        measures,
        dimensions,
        conditions,
        time,
        order,
        limit == 0 ? Optional.empty() : Optional.of(limit));
  }

  /** In the original's shape, {@code {"measure_reference": …}}, or without that layer. */
  private static Reference measure(DefinitionReader reader) {
    Optional<DefinitionReader> inner = reader.object("measure_reference");
    if (inner.isEmpty()) {
      return reference(reader);
    }
    reader.refuseUnknown();
    return reference(inner.get());
  }

  private static List<Reference> references(DefinitionReader reader, String name) {
    return reader.objects(name, 0, MAX_DIMENSIONS).stream().map(SemanticParser::reference).toList();
  }

  private static Reference reference(DefinitionReader reader) {
    Reference reference =
        new Reference(
            reader.path(),
            new TableName(
                reader.optionalText("catalog").orElse("lakehouse"),
                reader.text("schema", EventParser.MAX_NAME),
                reader.text("table", EventParser.MAX_NAME)),
            reader.text("projection", EventParser.MAX_NAME),
            reader.texts("via", MAX_VIA));
    reader.refuseUnknown();
    return reference;
  }

  /** A filter on a dimension. */
  static Optional<DimensionFilter> filter(DefinitionReader reader) {
    Reference dimension =
        reference(reader.requiredObject("dimension_ref", "{catalog, schema, table, projection}"));
    Optional<DimensionFilter> filter =
        EventParser.operator(reader)
            .map(known -> new DimensionFilter(dimension, known, FilterValues.read(reader, known)));
    reader.has("values");
    reader.refuseUnknown();
    return filter;
  }

  private static Time time(DefinitionReader reader) {
    ZoneId zone = FrameParser.zone(reader);
    Optional<TimeFrame> frame = FrameParser.frame(reader, zone);
    Optional<Interval> interval =
        reader.has("interval")
            ? Optional.of(reader.choice("interval", Interval.class, Interval.DAY))
            : Optional.empty();
    if (frame.isPresent() && interval.isPresent()) {
      FrameParser.boundIntervals(reader, frame.get(), interval.get());
    }
    return new Time(
        reader.object("timestamp_ref").map(SemanticParser::reference), frame, interval, zone);
  }

  private static Order order(DefinitionReader reader) {
    String column = reader.text("column", EventParser.MAX_NAME);
    boolean descending = reader.oneOf("direction", List.of("asc", "desc"), "asc").equals("desc");
    reader.refuseUnknown();
    return new Order(reader.path() + ".column", column, descending);
  }
}
