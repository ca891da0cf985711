package ai.altertable.mcp.analytics.semantic;

import ai.altertable.mcp.analytics.sql.Expr;
import ai.altertable.mcp.analytics.sql.SqlFragment;

/** A value of each row of a table. */
public sealed interface ModelValue {
  /** The value; the table is read under that name, and no other source has columns of its names. */
  Expr in(String source);

  /** As written in the model. */
  String sql();

  record ColumnValue(String column) implements ModelValue {
    @Override
    public Expr in(String source) {
      return new Expr.Column(source, column);
    }

    @Override
    public String sql() {
      return column;
    }
  }

  /** An expression over the table's columns. */
  record WrittenValue(SqlFragment fragment) implements ModelValue {
    @Override
    public Expr in(String source) {
      return new Expr.Written(fragment);
    }

    @Override
    public String sql() {
      return fragment.sql();
    }
  }
}
