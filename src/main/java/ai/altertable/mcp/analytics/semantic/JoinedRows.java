package ai.altertable.mcp.analytics.semantic;

import ai.altertable.mcp.analytics.semantic.SemanticModel.Relation;
import ai.altertable.mcp.analytics.semantic.SemanticModel.TableName;
import ai.altertable.mcp.analytics.sql.Expr;
import ai.altertable.mcp.analytics.sql.Expr.Comparison;
import ai.altertable.mcp.analytics.sql.Select;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The rows of a table, each with what it refers to. Joined tables stand in selects of their own
 * that give only values that were asked for, under names of ours: so an expression of a model sees
 * the columns of its own table, and no others.
 */
public final class JoinedRows {
  private static final String PREFIX = "altertable_";

  private final TableName table;
  private final Map<List<Relation>, Side> sides = new LinkedHashMap<>();
  private int names;

  public JoinedRows(TableName table) {
    this.table = table;
  }

  /** A value of the row that a path leads to; NULL when it leads to none. */
  public Expr value(JoinPath path, ModelValue value) {
    return at(path.hops(), value);
  }

  /** To be asked for when all values were. */
  public Select.Source source() {
    Select.Source source = new Select.Table(table.schema(), table.table(), table.table());
    for (Side side : sides.values()) {
      source = new Select.LeftJoin(source, side.select(), side.on());
    }
    return source;
  }

  private Expr at(List<Relation> hops, ModelValue value) {
    if (hops.isEmpty()) {
      return value.in(table.table());
    }
    Side side = sides.get(hops);
    if (side == null) {
      Relation last = hops.get(hops.size() - 1);
      // may add the side it hangs on, which must stand before it
      Expr foreignKey =
          at(hops.subList(0, hops.size() - 1), new ModelValue.ColumnValue(last.foreignKey()));
      side = new Side(last, name(), foreignKey);
      sides.put(List.copyOf(hops), side);
    }
    return side.value(value);
  }

  private String name() {
    return PREFIX + ++names;
  }

  /** A joined table. */
  private final class Side {
    private final Relation relation;
    private final String alias;
    private final Expr foreignKey;
    private final Expr key;
    private final Map<Expr, String> values = new LinkedHashMap<>();

    Side(Relation relation, String alias, Expr foreignKey) {
      this.relation = relation;
      this.alias = alias;
      this.foreignKey = foreignKey;
      this.key = value(new ModelValue.ColumnValue(relation.key()));
    }

    Expr value(ModelValue value) {
      Expr inside = value.in(relation.to().table());
      return new Expr.Column(alias, values.computeIfAbsent(inside, added -> name()));
    }

    Expr on() {
      return new Expr.Compare(Comparison.EQUAL, foreignKey, key);
    }

    Select.Source select() {
      List<Select.Output> outputs = new ArrayList<>();
      values.forEach((value, name) -> outputs.add(new Select.Output(name, value)));
      TableName to = relation.to();
      return new Select.Nested(
          Select.of(outputs, new Select.Table(to.schema(), to.table(), to.table())), alias);
    }
  }
}
