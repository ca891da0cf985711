package ai.altertable.mcp.analytics.insight;

import ai.altertable.mcp.analytics.insight.SemanticInsight.DimensionFilter;
import ai.altertable.mcp.analytics.semantic.SemanticModel.Dimension;
import ai.altertable.mcp.analytics.semantic.SemanticModel.DimensionType;
import ai.altertable.mcp.analytics.sql.Expr;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Turns filters on dimensions into conditions; values must be of the dimension's type. */
final class DimensionFilters {
  /** What can be asked of values that are no texts. */
  private static final Set<FilterOperator> OF_ANY_TYPE =
      Set.of(
          FilterOperator.EQUAL,
          FilterOperator.NOT_EQUAL,
          FilterOperator.IN,
          FilterOperator.NOT_IN,
          FilterOperator.IS_NULL,
          FilterOperator.IS_NOT_NULL);

  private static final Set<FilterOperator> OF_ORDER =
      Set.of(
          FilterOperator.GREATER,
          FilterOperator.GREATER_OR_EQUAL,
          FilterOperator.LESS,
          FilterOperator.LESS_OR_EQUAL,
          FilterOperator.BETWEEN);

  private final ZoneId zone;

  /**
   * @param zone in which dates are meant that filter times
   */
  DimensionFilters(ZoneId zone) {
    this.zone = zone;
  }

  /** Why a filter does not fit its dimension; empty when it does. */
  Optional<String> fault(DimensionFilter filter, Dimension dimension) {
    DimensionType type = dimension.type();
    FilterOperator operator = filter.operator();
    boolean ordered = type != DimensionType.BOOLEAN && OF_ORDER.contains(operator);
    if (!isText(type) && !OF_ANY_TYPE.contains(operator) && !ordered) {
      return Optional.of(
          "cannot be "
              + operator.wire()
              + " for "
              + dimension.name()
              + ", which is "
              + words(type));
    }
    return filter.values().stream().allMatch(value -> value(value, type).isPresent())
        ? Optional.empty()
        : Optional.of("must hold " + words(type) + ", which is what " + dimension.name() + " is");
  }

  /**
   * @param filter has no {@link #fault}
   * @param value of the dimension
   */
  Expr condition(DimensionFilter filter, Dimension dimension, Expr value) {
    List<Object> values = new ArrayList<>();
    filter.values().forEach(each -> values.add(value(each, dimension.type()).orElseThrow()));
    return new FilterCompiler(new Expr.AsText(value), value, new Expr.AsMoment(value))
        .compile(filter.operator(), values);
  }

  private Optional<Object> value(Object given, DimensionType type) {
    return switch (type) {
      case INTEGER, FLOAT -> given instanceof Number ? Optional.of(given) : Optional.empty();
      case BOOLEAN -> given instanceof Boolean ? Optional.of(given) : Optional.empty();
      case DATE -> given instanceof String text ? moment(text, ZoneOffset.UTC) : Optional.empty();
      case DATETIME -> given instanceof String text ? moment(text, zone) : Optional.empty();
      case STRING, UUID, JSON -> given instanceof String ? Optional.of(given) : Optional.empty();
    };
  }

  private static Optional<Object> moment(String text, ZoneId zone) {
    try {
      Instant instant =
          text.length() <= 10
              ? LocalDate.parse(text).atStartOfDay(zone).toInstant()
              : OffsetDateTime.parse(text).toInstant();
      return Optional.of(instant);
    } catch (DateTimeException notATime) {
      return Optional.empty();
    }
  }

  private static boolean isText(DimensionType type) {
    return type == DimensionType.STRING || type == DimensionType.UUID || type == DimensionType.JSON;
  }

  private static String words(DimensionType type) {
    return switch (type) {
      case INTEGER, FLOAT -> "numbers";
      case BOOLEAN -> "true or false";
      case DATE -> "dates (2026-01-31)";
      case DATETIME -> "times (2026-01-31T00:00:00Z) or dates";
      case STRING, UUID, JSON -> "texts";
    };
  }
}
