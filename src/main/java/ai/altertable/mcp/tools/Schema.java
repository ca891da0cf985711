package ai.altertable.mcp.tools;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/**
 * Writes JSON Schema 2020-12, as far as tools need it. Immutable: each method returns a new schema.
 * Never writes a {@code $ref}, so nothing is ever fetched to resolve one.
 */
public final class Schema {
  private final JsonObject json;

  private Schema(JsonObject json) {
    this.json = json;
  }

  public static Schema text() {
    return type("string");
  }

  public static Schema integer() {
    return type("integer");
  }

  public static Schema number() {
    return type("number");
  }

  public static Schema flag() {
    return type("boolean");
  }

  /** Any JSON value. */
  public static Schema any() {
    return new Schema(new JsonObject());
  }

  /** One of these strings. */
  public static Schema choice(String... values) {
    return text().with("enum", new JsonArray(List.of(values)));
  }

  public static Schema list(Schema items) {
    return type("array").with("items", items.json);
  }

  /** An object with exactly the properties that are added. */
  public static Schema object() {
    return type("object").with("additionalProperties", false);
  }

  /** An object with any properties. */
  public static Schema map() {
    return type("object");
  }

  private static Schema type(String type) {
    return new Schema(new JsonObject().put("type", type));
  }

  public Schema describe(String description) {
    return with("description", description);
  }

  /** The value that is used when none is given; documentation only. */
  public Schema otherwise(Object value) {
    return with("default", value);
  }

  public Schema between(long minimum, long maximum) {
    return with("minimum", minimum).with("maximum", maximum);
  }

  public Schema atLeast(long minimum) {
    return with("minimum", minimum);
  }

  /**
   * Has clients of 2026-07-28 mirror the argument in a header {@code Mcp-Param-<name>}, which what
   * stands before the server can read. Never for what is secret.
   *
   * @param name in the header
   */
  public Schema mirroredAs(String name) {
    return with("x-mcp-header", name);
  }

  /** Bounds the length of a string, in code points. */
  public Schema length(int minimum, int maximum) {
    Schema bounded = with("maxLength", maximum);
    return minimum == 0 ? bounded : bounded.with("minLength", minimum);
  }

  public Schema pattern(String regex) {
    return with("pattern", regex);
  }

  /** Bounds the number of items of a list. */
  public Schema items(int minimum, int maximum) {
    Schema bounded = with("maxItems", maximum);
    return minimum == 0 ? bounded : bounded.with("minItems", minimum);
  }

  public Schema orNull() {
    return with("type", new JsonArray().add(json.getString("type")).add("null"));
  }

  public Schema optional(String name, Schema property) {
    JsonObject properties = shallow(json.getJsonObject("properties", new JsonObject()));
    return with("properties", properties.put(name, property.json));
  }

  public Schema required(String name, Schema property) {
    JsonArray required =
        new JsonArray(new ArrayList<>(json.getJsonArray("required", new JsonArray()).getList()));
    return optional(name, property).with("required", required.add(name));
  }

  /**
   * The schema without {@code additionalProperties: false}, at any depth: what a reader of answers
   * needs, in a quarter fewer tokens, and answers may gain properties.
   */
  public Schema open() {
    return new Schema((JsonObject) open(json));
  }

  private static Object open(Object value) {
    if (value instanceof JsonObject object) {
      JsonObject opened = new JsonObject();
      for (String name : object.fieldNames()) {
        if (!name.equals("additionalProperties")) {
          opened.put(name, open(object.getValue(name)));
        }
      }
      return opened;
    }
    return value;
  }

  /** The schema; a copy. */
  public JsonObject toJson() {
    return json.copy();
  }

  private Schema with(String keyword, Object value) {
    return new Schema(shallow(json).put(keyword, value));
  }

  /** What is within is never changed again, so schemas may share it. */
  private static JsonObject shallow(JsonObject object) {
    return new JsonObject(new LinkedHashMap<>(object.getMap()));
  }
}
