package ai.altertable.mcp.analytics.insight;

import ai.altertable.mcp.analytics.sql.Expr;
import ai.altertable.mcp.analytics.sql.Expr.Comparison;
import java.math.BigDecimal;
import java.util.List;

/**
 * Turns a filter on a JSON object's property into a condition. Texts are compared as texts by code
 * point, numbers with properties that are JSON numbers, booleans with their JSON text.
 */
final class FilterCompiler {
  private static final Expr NEVER =
      new Expr.Compare(Comparison.NOT_EQUAL, new Expr.Text(""), new Expr.Text(""));

  private final Expr object;
  private final String key;
  private final Expr text;

  /**
   * @param object the JSON object that holds the property
   */
  FilterCompiler(Expr object, String key) {
    this.object = object;
    this.key = key;
    this.text = new Expr.Property(object, key);
  }

  Expr compile(FilterOperator operator, List<Object> values) {
    return switch (operator) {
      case EQUAL -> compare(Comparison.EQUAL, values.get(0));
      case NOT_EQUAL, NOT_IN -> noneOf(values);
      case GREATER -> compare(Comparison.GREATER, values.get(0));
      case GREATER_OR_EQUAL -> compare(Comparison.GREATER_OR_EQUAL, values.get(0));
      case LESS -> compare(Comparison.LESS, values.get(0));
      case LESS_OR_EQUAL -> compare(Comparison.LESS_OR_EQUAL, values.get(0));
      case BETWEEN ->
          new Expr.And(
              List.of(
                  compare(Comparison.GREATER_OR_EQUAL, values.get(0)),
                  compare(Comparison.LESS_OR_EQUAL, values.get(1))));
      case STARTS_WITH -> new Expr.StartsWith(text, part(values));
      case NOT_STARTS_WITH -> new Expr.Not(new Expr.StartsWith(text, part(values)));
      case ENDS_WITH -> new Expr.EndsWith(text, part(values));
      case NOT_ENDS_WITH -> new Expr.Not(new Expr.EndsWith(text, part(values)));
      case CONTAINS -> new Expr.Contains(text, part(values));
      case NOT_CONTAINS -> new Expr.Not(new Expr.Contains(text, part(values)));
      case IN -> any(Comparison.EQUAL, values);
      case IS_NULL -> new Expr.IsNull(text);
      case IS_NOT_NULL -> new Expr.Not(new Expr.IsNull(text));
    };
  }

  private Expr any(Comparison comparison, List<Object> values) {
    return new Expr.Or(values.stream().map(value -> compare(comparison, value)).toList());
  }

  /** A property of another type than a value is not that value, so it is not excluded by it. */
  private Expr noneOf(List<Object> values) {
    Expr anyOf = any(Comparison.EQUAL, values);
    Expr isThere = new Expr.Not(new Expr.IsNull(text));
    Expr matches = new Expr.Coalesce(List.of(anyOf, NEVER));
    return new Expr.And(List.of(isThere, new Expr.Not(matches)));
  }

  private Expr compare(Comparison comparison, Object value) {
    if (value instanceof Number number) {
      return new Expr.Compare(
          comparison,
          new Expr.NumericProperty(object, key),
          new Expr.Numeric(new BigDecimal(number.toString())));
    }
    return new Expr.Compare(
        comparison, new Expr.ByCodePoint(text), new Expr.Text(value.toString()));
  }

  private static Expr part(List<Object> values) {
    return new Expr.Text((String) values.get(0));
  }
}
