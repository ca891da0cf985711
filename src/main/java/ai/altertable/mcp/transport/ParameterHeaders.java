package ai.altertable.mcp.transport;

import ai.altertable.mcp.bus.ToolDescriptor;
import io.vertx.core.MultiMap;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A tool's parameters that clients mirror in {@code Mcp-Param-*} headers (revision 2026-07-28,
 * {@code x-mcp-header} in the input schema).
 */
record ParameterHeaders(List<Mirrored> mirrored) {
  private static final String ANNOTATION = "x-mcp-header";
  private static final String PREFIX = "Mcp-Param-";
  private static final int MAX_DEPTH = 16;

  ParameterHeaders {
    mirrored = List.copyOf(mirrored);
  }

  static ParameterHeaders of(ToolDescriptor tool) {
    List<Mirrored> found = new ArrayList<>();
    collect(tool.definition().getJsonObject("inputSchema"), List.of(), found);
    return new ParameterHeaders(found);
  }

  /**
   * Compares a call's headers with its arguments.
   *
   * @throws Rejection -32020 when one is missing, doubled, or differs
   */
  void check(JsonObject arguments, MultiMap headers) {
    for (Mirrored each : mirrored) {
      Object value = each.value(arguments);
      String header = MirroredHeaders.decoded(headers, each.header());
      boolean agree = header == null ? value == null : value != null && same(value, header);
      if (!agree) {
        throw Rejection.headerMismatch(
            "the header " + each.header() + " is missing or differs from the argument");
      }
    }
  }

  private static boolean same(Object value, String header) {
    if (value instanceof Number number) {
      try {
        return new BigDecimal(number.toString()).compareTo(new BigDecimal(header)) == 0;
      } catch (NumberFormatException e) {
        return false;
      }
    }
    return value.toString().equals(header);
  }

  /** Only what a chain of {@code properties} reaches can be annotated. */
  private static void collect(JsonObject schema, List<String> path, List<Mirrored> found) {
    if (schema == null
        || path.size() > MAX_DEPTH
        || !(schema.getValue("properties") instanceof JsonObject properties)) {
      return;
    }
    for (Map.Entry<String, Object> property : properties) {
      if (property.getValue() instanceof JsonObject inner) {
        List<String> deeper = new ArrayList<>(path);
        deeper.add(property.getKey());
        if (inner.getValue(ANNOTATION) instanceof String name) {
          found.add(new Mirrored(deeper, PREFIX + name));
        }
        collect(inner, deeper, found);
      }
    }
  }

  /**
   * One parameter.
   *
   * @param path from the arguments to it
   */
  record Mirrored(List<String> path, String header) {
    Mirrored {
      path = List.copyOf(path);
    }

    private Object value(JsonObject arguments) {
      Object value = arguments;
      for (String name : path) {
        value = value instanceof JsonObject object ? object.getValue(name) : null;
      }
      return value;
    }
  }
}
