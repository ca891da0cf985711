package ai.altertable.mcp.analytics.insight;

import ai.altertable.mcp.analytics.insight.SemanticInsight.DimensionFilter;
import ai.altertable.mcp.analytics.semantic.JoinPath;
import ai.altertable.mcp.analytics.semantic.JoinedRows;
import ai.altertable.mcp.analytics.semantic.ModelValue;
import ai.altertable.mcp.analytics.semantic.Reference;
import ai.altertable.mcp.analytics.semantic.SemanticModel.Dimension;
import ai.altertable.mcp.analytics.semantic.SemanticModel.TableName;
import ai.altertable.mcp.analytics.semantic.SemanticModel.Timestamp;
import ai.altertable.mcp.analytics.sql.Expr;
import ai.altertable.mcp.analytics.sql.Expr.Comparison;
import ai.altertable.mcp.analytics.sql.Interval;
import ai.altertable.mcp.analytics.sql.Select;
import ai.altertable.mcp.lakehouse.Column;
import ai.altertable.mcp.lakehouse.TableInfo;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Compiles the measures of one table: its rows, joined to what they refer to, grouped. No row is
 * there twice, so every aggregate is right.
 */
final class FactCompiler {
  static final String INTERVAL_START = "interval_start";

  private final SemanticInsight insight;
  private final FieldFinder fields;
  private final List<TableInfo> tables;
  private final TableName table;
  private final JoinedRows rows;
  private final List<Expr> conditions = new ArrayList<>();

  FactCompiler(
      SemanticInsight insight, FieldFinder fields, List<TableInfo> tables, TableName table) {
    this.insight = insight;
    this.fields = fields;
    this.tables = tables;
    this.table = table;
    this.rows = new JoinedRows(table);
  }

  /**
   * A measure of the table.
   *
   * @param name of its column
   */
  record Measured(String name, Reference reference) {}

  /**
   * The select with the interval's start, the dimensions and the measures; faults go to the finder.
   *
   * @param range rows outside do not count; empty = all
   * @param names of the dimensions' columns
   * @param measures of this table, at least one
   */
  Select compile(Optional<TimeFrame.Range> range, List<String> names, List<Measured> measures) {
    List<Select.Output> outputs = new ArrayList<>();
    if (insight.time().asked()) {
      moment(measures.get(0).reference()).ifPresent(moment -> addTime(moment, range, outputs));
    }
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i);
      Reference reference = insight.dimensions().get(i);
      fields
          .dimension(reference)
          .ifPresent(
              dimension ->
                  value(reference, dimension.value())
                      .ifPresent(
                          value -> outputs.add(new Select.Output(name, shown(dimension, value)))));
    }
    int grouping = outputs.size();
    insight.conditions().filters().forEach(this::addFilter);
    insight.conditions().named().forEach(this::addNamed);
    for (Measured each : measures) {
      fields
          .measure(each.reference())
          .ifPresent(measure -> outputs.add(new Select.Output(each.name(), measure.aggregate())));
    }
    return Select.of(outputs, rows.source()).where(conditions).groupedBy(grouping);
  }

  /** A row without a time is in no frame and no interval. */
  private void addTime(Expr moment, Optional<TimeFrame.Range> range, List<Select.Output> outputs) {
    if (range.isEmpty()) {
      conditions.add(new Expr.Not(new Expr.IsNull(moment)));
    } else {
      conditions.add(compare(Comparison.GREATER_OR_EQUAL, moment, range.get().from()));
      conditions.add(compare(Comparison.LESS, moment, range.get().to()));
    }
    Optional<Interval> interval = insight.time().interval();
    interval.ifPresent(
        each ->
            outputs.add(
                new Select.Output(
                    INTERVAL_START, new Expr.Bucket(each, insight.time().zone(), moment))));
  }

  private void addFilter(DimensionFilter filter) {
    DimensionFilters filters = new DimensionFilters(insight.time().zone());
    Optional<Dimension> dimension = fields.dimension(filter.dimension());
    Optional<String> fault = dimension.flatMap(found -> filters.fault(filter, found));
    if (fault.isPresent()) {
      String filterPath = filter.dimension().path().replaceFirst("\\.dimension_ref$", "");
      fields.fault(filterPath, fault.get());
    } else if (dimension.isPresent()) {
      value(filter.dimension(), dimension.get().value())
          .ifPresent(value -> conditions.add(filters.condition(filter, dimension.get(), value)));
    }
  }

  private void addNamed(Reference reference) {
    fields
        .filter(reference)
        .flatMap(filter -> value(reference, new ModelValue.WrittenValue(filter.sql())))
        .ifPresent(conditions::add);
  }

  /** When a row happened. */
  private Optional<Expr> moment(Reference measure) {
    Optional<Reference> named = insight.time().timestamp();
    if (named.isPresent()) {
      return fields
          .timestamp(named.get())
          .flatMap(
              timestamp -> fields.path(table, named.get()).map(path -> moment(path, timestamp)));
    }
    return fields
        .standardTimestamp(measure)
        .map(timestamp -> moment(new JoinPath(table, List.of()), timestamp));
  }

  private Expr moment(JoinPath path, Timestamp timestamp) {
    Expr value = rows.value(path, new ModelValue.ColumnValue(timestamp.column()));
    ZoneId zone = insight.time().zone();
    String type = type(path.end(), timestamp.column());
    if (type.contains("with time zone")) {
      return value;
    }
    return type.equals("date") ? new Expr.StartOfDay(zone, value) : new Expr.AsMoment(value);
  }

  private String type(TableName name, String column) {
    return tables.stream()
        .filter(each -> each.schema().equals(name.schema()) && each.name().equals(name.table()))
        .flatMap(each -> each.columns().stream())
        .filter(each -> each.name().equals(column))
        .map(Column::type)
        .findFirst()
        .orElse("")
        .toLowerCase(Locale.ROOT);
  }

  private Optional<Expr> value(Reference reference, ModelValue value) {
    return fields.path(table, reference).map(path -> rows.value(path, value));
  }

  /** Texts are texts in one order on every engine. */
  private static Expr shown(Dimension dimension, Expr value) {
    return switch (dimension.type()) {
      case STRING, JSON -> new Expr.ByCodePoint(new Expr.AsText(value));
      case DATETIME -> new Expr.AsMoment(value);
      case INTEGER, FLOAT, BOOLEAN, DATE, UUID -> value;
    };
  }

  private static Expr compare(Comparison comparison, Expr moment, Instant bound) {
    return new Expr.Compare(comparison, moment, new Expr.Moment(bound));
  }
}
