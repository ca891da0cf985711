package ai.altertable.mcp.analytics.insight;

import ai.altertable.mcp.analytics.DefinitionException;
import ai.altertable.mcp.analytics.NearestNames;
import ai.altertable.mcp.analytics.insight.FactCompiler.Measured;
import ai.altertable.mcp.analytics.semantic.ModelSet;
import ai.altertable.mcp.analytics.semantic.Reference;
import ai.altertable.mcp.analytics.semantic.SemanticModel.Measure;
import ai.altertable.mcp.analytics.semantic.SemanticModel.MeasureType;
import ai.altertable.mcp.analytics.semantic.SemanticModel.TableName;
import ai.altertable.mcp.analytics.sql.Expr;
import ai.altertable.mcp.analytics.sql.Expr.Comparison;
import ai.altertable.mcp.analytics.sql.Interval;
import ai.altertable.mcp.analytics.sql.Query;
import ai.altertable.mcp.analytics.sql.Select;
import ai.altertable.mcp.lakehouse.TableInfo;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Compiles a question about models to a query with the columns {@code interval_start} (when there
 * is an interval), the dimensions, the measures, and {@code partial} (with an interval: the time
 * frame, or now, cuts it off). Measures of each table are aggregated on their own and put together
 * by the dimensions, so that rows of one table never multiply those of another.
 */
public final class SemanticCompiler {
  private static final String PARTIAL = "partial";
  private static final String ALL_FACTS = "all_facts";

  private final SemanticInsight insight;
  private final List<TableInfo> tables;
  private final Instant now;
  private final Optional<TimeFrame.Range> range;
  private final FieldFinder fields;
  private final List<String> dimensions;
  private final Map<String, Reference> measures = new LinkedHashMap<>();
  private final List<Query.Common> common = new ArrayList<>();

  private SemanticCompiler(
      SemanticInsight insight, ModelSet models, List<TableInfo> tables, Instant now) {
    this.insight = insight;
    this.tables = tables;
    this.now = now;
    this.range = insight.time().frame().map(frame -> frame.resolve(now, insight.time().zone()));
    this.fields = new FieldFinder(insight.catalog(), models);
    List<Reference> all = new ArrayList<>(insight.dimensions());
    all.addAll(insight.measures());
    OutputNames names = new OutputNames(all, Set.of(FactCompiler.INTERVAL_START, PARTIAL));
    this.dimensions = insight.dimensions().stream().map(names::next).toList();
    insight.measures().forEach(measure -> measures.put(names.next(measure), measure));
  }

  /**
   * @param tables of the catalog
   * @param now where relative time frames end, and what an interval must lie before to be whole
   * @throws DefinitionException with every fault
   */
  public static SemanticQuery compile(
      SemanticInsight insight, ModelSet models, List<TableInfo> tables, Instant now) {
    return new SemanticCompiler(insight, models, tables, now).compile();
  }

  private SemanticQuery compile() {
    Map<TableName, List<Measured>> facts = new LinkedHashMap<>();
    Map<String, Measure> found = new LinkedHashMap<>();
    measures.forEach(
        (name, reference) ->
            fields
                .measure(reference)
                .ifPresent(
                    measure -> {
                      found.put(name, measure);
                      facts
                          .computeIfAbsent(reference.table(), first -> new ArrayList<>())
                          .add(new Measured(name, reference));
                    }));
    facts.forEach((table, measured) -> addFact(table, measured));
    List<Query.Key> order = order();
    fields.finish();
    Select select = facts.size() == 1 ? only() : together(facts, found);
    Map<String, String> formats = new LinkedHashMap<>();
    found.forEach(
        (name, measure) -> measure.format().ifPresent(format -> formats.put(name, format)));
    return new SemanticQuery(
        new Query(common, List.of(select), order, insight.limit()),
        List.copyOf(fields.used()),
        formats);
  }

  private void addFact(TableName table, List<Measured> measured) {
    FactCompiler fact = new FactCompiler(insight, fields, tables, table);
    common.add(new Query.Common(fact(common.size()), fact.compile(range, dimensions, measured)));
  }

  private static String fact(int index) {
    return "fact_" + (index + 1);
  }

  private Select only() {
    List<Select.Output> outputs = Select.Output.columns(fact(0), keys());
    outputs.addAll(Select.Output.columns(fact(0), List.copyOf(measures.keySet())));
    outputs.addAll(partial(fact(0)));
    return Select.of(outputs, new Select.Common(fact(0)));
  }

  /** The rows of all facts below each other, then one row for each combination of dimensions. */
  private Select together(Map<TableName, List<Measured>> facts, Map<String, Measure> found) {
    Map<String, String> factOf = new LinkedHashMap<>();
    List<List<Measured>> lists = List.copyOf(facts.values());
    for (int i = 0; i < lists.size(); i++) {
      for (Measured each : lists.get(i)) {
        factOf.put(each.name(), fact(i));
      }
    }
    common.add(
        new Query.Common(
            ALL_FACTS,
            IntStream.range(0, lists.size()).mapToObj(i -> below(fact(i), factOf)).toList()));
    List<Select.Output> outputs = Select.Output.columns(ALL_FACTS, keys());
    for (String name : measures.keySet()) {
      Expr only = new Expr.OnlyValue(new Expr.Column(ALL_FACTS, name));
      outputs.add(new Select.Output(name, countsRows(found.get(name)) ? orZero(only) : only));
    }
    outputs.addAll(partial(ALL_FACTS));
    return Select.of(outputs, new Select.Common(ALL_FACTS)).groupedBy(keys().size());
  }

  private Select below(String fact, Map<String, String> factOf) {
    List<Select.Output> outputs = Select.Output.columns(fact, keys());
    for (String name : measures.keySet()) {
      String home = factOf.get(name);
      Expr value = home.equals(fact) ? new Expr.Column(fact, name) : new Expr.NullLike(home, name);
      outputs.add(new Select.Output(name, value));
    }
    return Select.of(outputs, new Select.Common(fact));
  }

  /** A table without rows for a combination: that is none, not an unknown number. */
  private static boolean countsRows(Measure measure) {
    return measure.type() == MeasureType.COUNT || measure.type() == MeasureType.COUNT_DISTINCT;
  }

  private static Expr orZero(Expr value) {
    return new Expr.Coalesce(List.of(value, new Expr.Whole(0)));
  }

  /** The columns that rows are grouped by. */
  private List<String> keys() {
    List<String> keys = new ArrayList<>();
    insight.time().interval().ifPresent(each -> keys.add(FactCompiler.INTERVAL_START));
    keys.addAll(dimensions);
    return keys;
  }

  private List<Select.Output> partial(String table) {
    Optional<Interval> interval = insight.time().interval();
    if (interval.isEmpty()) {
      return List.of();
    }
    Expr start = new Expr.Column(table, FactCompiler.INTERVAL_START);
    Expr end =
        new Expr.PlusIntervals(interval.get(), insight.time().zone(), start, new Expr.Whole(1));
    Instant over = range.map(frame -> frame.until(now).to()).orElse(now);
    List<Expr> cut = new ArrayList<>();
    range.ifPresent(
        frame -> cut.add(new Expr.Compare(Comparison.LESS, start, new Expr.Moment(frame.from()))));
    cut.add(new Expr.Compare(Comparison.GREATER, end, new Expr.Moment(over)));
    return List.of(new Select.Output(PARTIAL, new Expr.Or(cut)));
  }

  private List<Query.Key> order() {
    List<String> columns = new ArrayList<>(keys());
    columns.addAll(measures.keySet());
    List<Query.Key> order = new ArrayList<>();
    for (SemanticInsight.Order each : insight.order()) {
      int index = columns.indexOf(each.column());
      if (index < 0) {
        fields.fault(
            each.path(),
            "names no column of the result: %s.%s It has: %s"
                .formatted(
                    each.column(),
                    NearestNames.didYouMean(each.column(), columns),
                    String.join(", ", columns)));
      } else {
        order.add(new Query.Key(index + 1, each.descending()));
      }
    }
    // the rest decides between equals, so that a limit always keeps the same rows
    for (int i = 1; i <= keys().size(); i++) {
      int column = i;
      if (order.stream().noneMatch(key -> key.column() == column)) {
        order.add(new Query.Key(column, false));
      }
    }
    return order;
  }
}
