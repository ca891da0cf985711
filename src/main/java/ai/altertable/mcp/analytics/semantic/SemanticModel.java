package ai.altertable.mcp.analytics.semantic;

import static java.util.Objects.requireNonNull;

import ai.altertable.mcp.analytics.sql.Expr;
import ai.altertable.mcp.analytics.sql.SqlFragment;
import java.util.List;
import java.util.Optional;

/**
 * What one table means: the dimensions to group by, the measures to compute, how it joins.
 *
 * @param table which
 * @param description for people and models
 * @param endorsement how far to trust it
 * @param dimensions columns or expressions to group and filter by
 * @param measures aggregates
 * @param timestamps columns that time frames apply to
 * @param filters named conditions
 * @param relations to tables this one refers to
 */
public record SemanticModel(
    TableName table,
    String description,
    Endorsement endorsement,
    List<Dimension> dimensions,
    List<Measure> measures,
    List<Timestamp> timestamps,
    List<NamedFilter> filters,
    List<Relation> relations) {
  public SemanticModel {
    requireNonNull(table, "table is null");
    requireNonNull(description, "description is null");
    requireNonNull(endorsement, "endorsement is null");
    dimensions = List.copyOf(dimensions);
    measures = List.copyOf(measures);
    timestamps = List.copyOf(timestamps);
    filters = List.copyOf(filters);
    relations = List.copyOf(relations);
  }

  public record TableName(String catalog, String schema, String table) {
    @Override
    public String toString() {
      return schema + "." + table;
    }
  }

  /** How far people vouch for a model, by the lower-case names. */
  public enum Endorsement {
    DRAFT,
    VERIFIED,
    /** Not to be used. */
    EXCLUDED
  }

  /** Types of dimensions, by their lower-case names. */
  public enum DimensionType {
    STRING,
    INTEGER,
    FLOAT,
    BOOLEAN,
    DATETIME,
    DATE,
    UUID,
    JSON
  }

  /** Aggregates of measures, by their lower-case names. */
  public enum MeasureType {
    COUNT,
    COUNT_DISTINCT,
    SUM,
    AVERAGE,
    MIN,
    MAX,
    /** The SQL is the whole aggregate. */
    EXPRESSION
  }

  /**
   * @param name in queries
   * @param description or empty
   */
  public record Dimension(
      String name, DimensionType type, ModelValue value, Optional<String> description) {}

  /**
   * @param name in queries
   * @param sql what is aggregated; empty for a count of rows
   * @param format {@code currency:EUR}, {@code percent}, {@code number}; empty for none
   * @param description or empty
   */
  public record Measure(
      String name,
      MeasureType type,
      Optional<SqlFragment> sql,
      Optional<String> format,
      Optional<String> description) {
    /** The aggregate over the rows of a group; only the table's own columns are in scope. */
    public Expr aggregate() {
      Optional<Expr> value = sql.map(Expr.Written::new);
      return switch (type) {
        case COUNT -> value.<Expr>map(Expr.Count::new).orElse(new Expr.CountRows());
        case COUNT_DISTINCT -> new Expr.CountDistinct(value.orElseThrow());
        case SUM -> new Expr.Sum(value.orElseThrow());
        case AVERAGE -> new Expr.Average(value.orElseThrow());
        case MIN -> new Expr.Min(value.orElseThrow());
        case MAX -> new Expr.Max(value.orElseThrow());
        case EXPRESSION -> value.orElseThrow();
      };
    }
  }

  /**
   * @param standard whether it is the one used when none is named
   */
  public record Timestamp(String name, String column, boolean standard) {}

  public record NamedFilter(String name, SqlFragment sql) {}

  /**
   * A many-to-one join.
   *
   * @param to the table referred to
   * @param foreignKey column of this table that holds the other's key
   * @param key column of the other table
   */
  public record Relation(TableName to, String foreignKey, String key) {}
}
