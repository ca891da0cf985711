package ai.altertable.mcp.analytics.insight;

import ai.altertable.mcp.analytics.DefinitionReader;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** Reads the {@code values} of a filter, as many and of the types that its operator takes. */
final class FilterValues {
  private static final int MAX_VALUES = 500;
  private static final int MAX_RANGES = 50;
  private static final int MAX_TEXT = 2000;
  private static final int MAX_DIGITS = 400;

  private FilterValues() {}

  static List<Object> read(DefinitionReader reader, FilterOperator operator) {
    return switch (operator.takes()) {
      case NONE -> {
        reader.list("values", 0, 0);
        yield List.of();
      }
      case ONE -> scalars(reader, reader.list("values", 1, 1));
      case TEXT -> texts(reader, reader.list("values", 1, 1));
      case MANY -> scalars(reader, reader.list("values", 1, MAX_VALUES));
      case RANGE -> range(reader);
      case RANGES -> addresses(reader);
    };
  }

  private static List<Object> range(DefinitionReader reader) {
    List<Object> values = reader.list("values", 1, 1);
    if (values.isEmpty()) {
      return values;
    }
    if (values.get(0) instanceof JsonObject range
        && range.size() == 2
        && range.containsKey("from")
        && range.containsKey("to")) {
      List<Object> ends = List.of(orBlank(range.getValue("from")), orBlank(range.getValue("to")));
      if (ends.get(0) instanceof Number != ends.get(1) instanceof Number) {
        reader.fault("values", "must have ends of one type");
      }
      return scalars(reader, ends);
    }
    reader.fault("values", "must hold one object {\"from\": …, \"to\": …}");
    return List.of();
  }

  private static List<Object> addresses(DefinitionReader reader) {
    List<Object> values = reader.list("values", 1, MAX_RANGES);
    if (values.stream()
        .allMatch(value -> value instanceof String text && Ipv4Range.parse(text).isPresent())) {
      return values;
    }
    reader.fault(
        "values", "must hold IPv4 addresses or ranges such as 10.0.0.0/8; IPv6 is not supported");
    return List.of();
  }

  private static Object orBlank(Object value) {
    return value == null ? new JsonObject() : value;
  }

  private static List<Object> texts(DefinitionReader reader, List<Object> values) {
    if (!values.stream().allMatch(String.class::isInstance)) {
      reader.fault("values", "must hold a text");
      return List.of();
    }
    return scalars(reader, values);
  }

  private static List<Object> scalars(DefinitionReader reader, List<Object> values) {
    if (!values.stream().allMatch(FilterValues::isScalar)) {
      reader.fault("values", "must hold texts, numbers, true or false");
      return List.of();
    }
    return values;
  }

  private static boolean isScalar(Object value) {
    if (value instanceof String text) {
      return text.length() <= MAX_TEXT && text.indexOf('\0') < 0;
    }
    return value instanceof Boolean
        || value instanceof Number number
            && number.toString().length() <= MAX_DIGITS
            && finite(number);
  }

  private static boolean finite(Number number) {
    return Double.isFinite(number.doubleValue());
  }
}
