package ai.altertable.mcp.analytics.insight;

import ai.altertable.mcp.analytics.sql.Expr;
import ai.altertable.mcp.analytics.sql.Expr.Comparison;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;

/**
 * Turns a filter on a value into a condition. Texts are compared as texts by code point, numbers
 * with values that are numbers, booleans with their JSON text.
 */
public final class FilterCompiler {
  private static final Expr NEVER = new Expr.Flag(false);

  private final Expr text;
  private final Expr number;
  private final Expr moment;

  /**
   * @param text the value as text, NULL when there is none
   * @param number the value as number, NULL when it is none
   * @param moment the value as moment; used when it is compared with an {@link Instant}
   */
  FilterCompiler(Expr text, Expr number, Expr moment) {
    this.text = text;
    this.number = number;
    this.moment = moment;
  }

  /** Filters by a property of a JSON object. */
  static FilterCompiler ofProperty(Expr object, String key) {
    Expr text = new Expr.Property(object, key);
    return new FilterCompiler(text, new Expr.NumericProperty(object, key), new Expr.AsMoment(text));
  }

  public Expr compile(FilterOperator operator, List<Object> values) {
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
      case IP_MATCHES -> inRanges(values);
      case IP_NOT_MATCHES -> new Expr.Not(inRanges(values));
    };
  }

  private Expr any(Comparison comparison, List<Object> values) {
    return new Expr.Or(values.stream().map(value -> compare(comparison, value)).toList());
  }

  private Expr inRanges(List<Object> values) {
    return new Expr.Or(
        values.stream()
            .map(value -> Ipv4Range.parse((String) value).orElseThrow().pattern())
            .<Expr>map(pattern -> new Expr.Matches(text, pattern))
            .toList());
  }

  /** A value of another type is not that value, so it is not excluded by it. */
  private Expr noneOf(List<Object> values) {
    Expr anyOf = any(Comparison.EQUAL, values);
    Expr isThere = new Expr.Not(new Expr.IsNull(text));
    Expr matches = new Expr.Coalesce(List.of(anyOf, NEVER));
    return new Expr.And(List.of(isThere, new Expr.Not(matches)));
  }

  private Expr compare(Comparison comparison, Object value) {
    if (value instanceof Number wanted) {
      return new Expr.Compare(
          comparison, number, new Expr.Numeric(new BigDecimal(wanted.toString())));
    }
    if (value instanceof Instant wanted) {
      return new Expr.Compare(comparison, moment, new Expr.Moment(wanted));
    }
    return new Expr.Compare(
        comparison, new Expr.ByCodePoint(text), new Expr.Text(value.toString()));
  }

  private static Expr part(List<Object> values) {
    return new Expr.Text((String) values.get(0));
  }
}
