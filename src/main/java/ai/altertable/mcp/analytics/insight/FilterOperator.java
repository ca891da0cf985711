package ai.altertable.mcp.analytics.insight;

import java.util.Arrays;
import java.util.Optional;

/**
 * Operators of filters, by their names in definitions. A missing value matches none of them but
 * {@link #IS_NULL}; texts are compared case-sensitively.
 */
public enum FilterOperator {
  EQUAL("=", Takes.ONE),
  NOT_EQUAL("!=", Takes.ONE),
  GREATER(">", Takes.ONE),
  GREATER_OR_EQUAL(">=", Takes.ONE),
  LESS("<", Takes.ONE),
  LESS_OR_EQUAL("<=", Takes.ONE),
  /** Both ends count. */
  BETWEEN("between", Takes.RANGE),
  STARTS_WITH("starts_with", Takes.TEXT),
  NOT_STARTS_WITH("not_starts_with", Takes.TEXT),
  ENDS_WITH("ends_with", Takes.TEXT),
  NOT_ENDS_WITH("not_ends_with", Takes.TEXT),
  CONTAINS("contains", Takes.TEXT),
  NOT_CONTAINS("not_contains", Takes.TEXT),
  IN("in", Takes.MANY),
  NOT_IN("not_in", Takes.MANY),
  IS_NULL("is_null", Takes.NONE),
  IS_NOT_NULL("is_not_null", Takes.NONE),
  /** In any of the ranges. */
  IP_MATCHES("ip_matches", Takes.RANGES),
  /** An address or another text that is in none of the ranges. */
  IP_NOT_MATCHES("ip_not_matches", Takes.RANGES);

  /** What {@code values} holds. */
  enum Takes {
    NONE,
    ONE,
    TEXT,
    MANY,
    /** One object {@code {"from": …, "to": …}}. */
    RANGE,
    /** Ranges of IPv4 addresses. */
    RANGES
  }

  private final String wire;
  private final Takes takes;

  FilterOperator(String wire, Takes takes) {
    this.wire = wire;
    this.takes = takes;
  }

  public String wire() {
    return wire;
  }

  Takes takes() {
    return takes;
  }

  static Optional<FilterOperator> parse(String wire) {
    return Arrays.stream(values()).filter(operator -> operator.wire.equals(wire)).findFirst();
  }
}
