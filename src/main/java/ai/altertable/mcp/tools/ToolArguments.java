package ai.altertable.mcp.tools;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;

/** Arguments that passed the input schema, so that types are known to be right. */
public record ToolArguments(JsonObject json) {
  /** A required string. */
  public String text(String name) {
    return json.getString(name);
  }

  public Optional<String> optionalText(String name) {
    return Optional.ofNullable(json.getString(name));
  }

  public int integer(String name, int otherwise) {
    Number value = (Number) json.getValue(name);
    return value == null ? otherwise : value.intValue();
  }

  public long longInteger(String name, long otherwise) {
    Number value = (Number) json.getValue(name);
    return value == null ? otherwise : value.longValue();
  }

  public boolean flag(String name, boolean otherwise) {
    return json.getBoolean(name, otherwise);
  }

  /** A list of strings; empty when absent. */
  public List<String> texts(String name) {
    JsonArray values = json.getJsonArray(name, new JsonArray());
    return values.stream().map(String.class::cast).toList();
  }

  public Optional<JsonObject> object(String name) {
    return Optional.ofNullable(json.getJsonObject(name));
  }
}
