package ai.altertable.mcp.tools.data;

import ai.altertable.mcp.tools.ToolFault;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.HashSet;
import java.util.Set;

/** Computes one aggregate, as SQL does: nulls do not count, decimals stay exact. */
final class Accumulator {
  /** A longer exponent would let a short text make a number of gigabytes. */
  private static final int MAX_EXPONENT = 400;

  private final ResultAggregation.Function function;
  private final boolean numeric;
  private final Set<Object> distinct = new HashSet<>();
  private long count;
  private BigDecimal sum = BigDecimal.ZERO;
  private Object least;
  private Object greatest;

  /**
   * @param numeric whether the values are numbers, as JSON numbers or as text
   */
  Accumulator(ResultAggregation.Function function, boolean numeric) {
    this.function = function;
    this.numeric = numeric;
  }

  void add(Object value) {
    if (value == null) {
      return;
    }
    count++;
    switch (function) {
      case COUNT -> {}
      case COUNT_DISTINCT -> distinct.add(value);
      case SUM, AVG -> sum = sum.add(number(value));
      case MIN -> least = least == null || compare(value, least) < 0 ? value : least;
      case MAX -> greatest = greatest == null || compare(value, greatest) > 0 ? value : greatest;
    }
  }

  /** Null when there was no value; sums and averages as strings that keep every digit. */
  Object value() {
    return switch (function) {
      case COUNT -> count;
      case COUNT_DISTINCT -> (long) distinct.size();
      case SUM -> count == 0 ? null : sum.toPlainString();
      case AVG -> count == 0 ? null : average();
      case MIN -> least;
      case MAX -> greatest;
    };
  }

  private String average() {
    return sum.divide(BigDecimal.valueOf(count), MathContext.DECIMAL128)
        .stripTrailingZeros()
        .toPlainString();
  }

  /** As the database orders them: numbers by value, NaN last; anything else by text. */
  private int compare(Object a, Object b) {
    if (!numeric) {
      return a.toString().compareTo(b.toString());
    }
    try {
      return parsed(a).compareTo(parsed(b));
    } catch (NumberFormatException notFinite) {
      return Double.compare(Double.parseDouble(a.toString()), Double.parseDouble(b.toString()));
    }
  }

  private static BigDecimal number(Object value) {
    try {
      return parsed(value);
    } catch (NumberFormatException notANumber) {
      throw new ToolFault(
          "$.aggregate.column holds values that are not finite numbers; use count,"
              + " count_distinct, min or max.");
    }
  }

  private static BigDecimal parsed(Object value) {
    BigDecimal number = new BigDecimal(value.toString());
    if (Math.abs((long) number.precision() - number.scale()) > MAX_EXPONENT
        || Math.abs((long) number.scale()) > MAX_EXPONENT) {
      throw new NumberFormatException("exponent is out of range");
    }
    return number;
  }
}
