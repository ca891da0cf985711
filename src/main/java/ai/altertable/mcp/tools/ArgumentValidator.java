package ai.altertable.mcp.tools;

import ai.altertable.mcp.platform.LazyValidator;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.OutputFormat;
import io.vertx.json.schema.OutputUnit;
import java.util.List;
import java.util.Map;

/**
 * Checks the arguments of one tool against its input schema, compiled once at most. Not
 * thread-safe.
 */
final class ArgumentValidator {
  private static final int MAX_DEPTH = 24;

  private final JsonObject schema;
  private final PlainArguments plain;
  private final LazyValidator validator;

  /**
   * @param schema JSON Schema 2020-12 without {@code $ref}
   */
  ArgumentValidator(JsonObject schema) {
    this.schema = schema;
    this.plain = PlainArguments.of(schema);
    this.validator = new LazyValidator(schema, "urn:altertable:tool", OutputFormat.Flag);
  }

  /**
   * What is wrong with the arguments, one fault a line, the JSON path first; empty when nothing is.
   */
  List<String> faults(JsonObject arguments) {
    if (plain.match(arguments)) {
      return List.of();
    }
    if (deeper(arguments, MAX_DEPTH)) {
      return List.of("$ is nested deeper than " + MAX_DEPTH + " levels");
    }
    OutputUnit result = validator.validate(arguments);
    if (Boolean.TRUE.equals(result.getValid())) {
      return List.of();
    }
    List<String> faults = ArgumentFaults.explain(schema, arguments);
    return faults.isEmpty() ? List.of("$ does not match the input schema") : faults;
  }

  private static boolean deeper(Object value, int levels) {
    if (value instanceof JsonObject object) {
      return levels == 0 || anyDeeper(object.getMap().values(), levels - 1);
    }
    if (value instanceof JsonArray array) {
      return levels == 0 || anyDeeper(array.getList(), levels - 1);
    }
    if (value instanceof Map<?, ?> map) {
      return levels == 0 || anyDeeper(map.values(), levels - 1);
    }
    return value instanceof List<?> list && (levels == 0 || anyDeeper(list, levels - 1));
  }

  private static boolean anyDeeper(Iterable<?> values, int levels) {
    for (Object value : values) {
      if (deeper(value, levels)) {
        return true;
      }
    }
    return false;
  }
}
