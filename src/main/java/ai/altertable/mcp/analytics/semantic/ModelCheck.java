package ai.altertable.mcp.analytics.semantic;

import ai.altertable.mcp.analytics.DefinitionFault;
import ai.altertable.mcp.analytics.NearestNames;
import ai.altertable.mcp.analytics.semantic.SemanticModel.Relation;
import ai.altertable.mcp.analytics.semantic.SemanticModel.TableName;
import ai.altertable.mcp.analytics.sql.Dialect;
import ai.altertable.mcp.analytics.sql.Expr;
import ai.altertable.mcp.analytics.sql.Query;
import ai.altertable.mcp.analytics.sql.Select;
import ai.altertable.mcp.lakehouse.Column;
import ai.altertable.mcp.lakehouse.TableInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Compares a model with the tables of its catalog. Names are checked here; expressions and keys
 * become statements for the engine, see {@link #probes}.
 */
public final class ModelCheck {
  private static final String FROM = "from_table";
  private static final String TO = "to_table";

  private final SemanticModel model;
  private final List<TableInfo> tables;
  private final List<DefinitionFault> faults = new ArrayList<>();

  private ModelCheck(SemanticModel model, List<TableInfo> tables) {
    this.model = model;
    this.tables = tables;
  }

  /** Every name that is not in the catalog. */
  public static List<DefinitionFault> faults(SemanticModel model, List<TableInfo> tables) {
    ModelCheck check = new ModelCheck(model, tables);
    check.table(model.table(), "$").ifPresent(check::columns);
    return check.faults;
  }

  /**
   * A statement that the engine must find valid.
   *
   * @param path what it checks
   */
  public record Probe(String path, Select select) {
    public String sql(Dialect dialect) {
      return new Query(List.of(), List.of(select), 0).in(dialect);
    }
  }

  /** One probe for each expression and each relation. */
  public static List<Probe> probes(SemanticModel model) {
    List<Probe> probes = new ArrayList<>();
    for (int i = 0; i < model.dimensions().size(); i++) {
      ModelValue value = model.dimensions().get(i).value();
      if (value instanceof ModelValue.WrittenValue) {
        // grouped, because a dimension is what groups
        probes.add(
            new Probe(
                "$.dimensions[" + i + "].sql", rows(model, value.in(alias(model))).groupedBy(1)));
      }
    }
    for (int i = 0; i < model.measures().size(); i++) {
      if (model.measures().get(i).sql().isPresent()) {
        // one group of all rows, where only aggregates may stand
        probes.add(
            new Probe(
                "$.measures[" + i + "].sql",
                rows(model, model.measures().get(i).aggregate()).groupedBy(0)));
      }
    }
    for (int i = 0; i < model.relations().size(); i++) {
      probes.add(new Probe("$.relations[" + i + "].foreign_key", joined(model, i)));
    }
    for (int i = 0; i < model.filters().size(); i++) {
      Expr condition = new Expr.Written(model.filters().get(i).sql());
      probes.add(
          new Probe(
              "$.filters[" + i + "].sql",
              rows(model, new Expr.Whole(1)).where(List.of(condition))));
    }
    return probes;
  }

  /** For each relation a statement with one number: how many rows repeat a key, which none may. */
  public static List<Probe> keys(SemanticModel model) {
    List<Probe> probes = new ArrayList<>();
    for (int i = 0; i < model.relations().size(); i++) {
      Relation relation = model.relations().get(i);
      Expr key = new Expr.Column(TO, relation.key());
      Expr repeated = new Expr.Minus(new Expr.Count(key), new Expr.CountDistinct(key));
      probes.add(
          new Probe(
              "$.relations[" + i + "].key",
              Select.of(List.of(new Select.Output("repeated", repeated)), to(relation))));
    }
    return probes;
  }

  /** The rows with what a relation leads to: columns that cannot be compared are found so. */
  private static Select joined(SemanticModel model, int index) {
    Relation relation = model.relations().get(index);
    TableName name = model.table();
    Expr same =
        new Expr.Compare(
            Expr.Comparison.EQUAL,
            new Expr.Column(FROM, relation.foreignKey()),
            new Expr.Column(TO, relation.key()));
    Select.Source from = new Select.Table(name.schema(), name.table(), FROM);
    return Select.of(
        List.of(new Select.Output("probe", new Expr.Whole(1))),
        new Select.LeftJoin(from, to(relation), same));
  }

  private static Select.Source to(Relation relation) {
    return new Select.Table(relation.to().schema(), relation.to().table(), TO);
  }

  /** One statement that is valid when all probes are. */
  public static String all(List<Probe> probes, Dialect dialect) {
    List<Select.Output> outputs = new ArrayList<>();
    for (int i = 0; i < probes.size(); i++) {
      outputs.add(new Select.Output("probe_" + (i + 1), new Expr.AnyRow(probes.get(i).select())));
    }
    return new Query(List.of(), List.of(Select.row(outputs)), 0).in(dialect);
  }

  private static Select rows(SemanticModel model, Expr value) {
    Select.Source table =
        new Select.Table(model.table().schema(), model.table().table(), alias(model));
    return Select.of(List.of(new Select.Output("probe", value)), table);
  }

  private static String alias(SemanticModel model) {
    return model.table().table();
  }

  private Optional<TableInfo> table(TableName name, String path) {
    List<TableInfo> inSchema =
        tables.stream().filter(table -> table.schema().equals(name.schema())).toList();
    if (inSchema.isEmpty()) {
      List<String> schemas = tables.stream().map(TableInfo::schema).distinct().toList();
      fault(path + ".schema", "names no schema of the catalog: " + name.schema(), schemas);
      return Optional.empty();
    }
    Optional<TableInfo> found =
        inSchema.stream().filter(table -> table.name().equals(name.table())).findFirst();
    if (found.isEmpty()) {
      fault(
          path + ".table",
          "names no table of schema " + name.schema() + ": " + name.table(),
          inSchema.stream().map(TableInfo::name).toList());
    }
    return found;
  }

  private void columns(TableInfo table) {
    for (int i = 0; i < model.dimensions().size(); i++) {
      if (model.dimensions().get(i).value() instanceof ModelValue.ColumnValue value) {
        column(table, value.column(), "$.dimensions[" + i + "].column");
      }
    }
    for (int i = 0; i < model.timestamps().size(); i++) {
      String path = "$.timestamps[" + i + "].column";
      column(table, model.timestamps().get(i).column(), path)
          .filter(column -> !isTime(column))
          .ifPresent(
              column ->
                  fault(
                      path, "must be a column of a time or date, is " + column.type(), List.of()));
    }
    for (int i = 0; i < model.relations().size(); i++) {
      Relation relation = model.relations().get(i);
      String path = "$.relations[" + i + "]";
      column(table, relation.foreignKey(), path + ".foreign_key");
      if (!relation.to().catalog().equals(model.table().catalog())) {
        fault(
            path + ".to.catalog", "must be the catalog of the model: joins stay in one", List.of());
      } else {
        table(relation.to(), path + ".to")
            .ifPresent(other -> column(other, relation.key(), path + ".key"));
      }
    }
  }

  private Optional<Column> column(TableInfo table, String name, String path) {
    Optional<Column> found =
        table.columns().stream().filter(column -> column.name().equals(name)).findFirst();
    if (found.isEmpty()) {
      fault(
          path,
          "names no column of " + table.schema() + "." + table.name() + ": " + name,
          table.columns().stream().map(Column::name).toList());
    }
    return found;
  }

  private static boolean isTime(Column column) {
    String type = column.type().toLowerCase(Locale.ROOT);
    return type.startsWith("timestamp") || type.equals("date");
  }

  private void fault(String path, String message, List<String> candidates) {
    String asked = message.substring(message.lastIndexOf(' ') + 1);
    faults.add(
        new DefinitionFault(path, message + "." + NearestNames.didYouMean(asked, candidates)));
  }
}
