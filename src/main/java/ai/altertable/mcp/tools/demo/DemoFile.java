package ai.altertable.mcp.tools.demo;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Saved things of a demo environment, as YAML. A text may hold <code>${key}</code>, the slug of the
 * thing of that key saved before it, and <code>${day-21}</code>, the date of 21 days ago.
 */
final class DemoFile {
  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
  private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([a-z_]+)(?:-([0-9]+))?}");

  private final JsonObject json;
  private final LocalDate today;
  private final Map<String, String> slugs = new HashMap<>();

  private DemoFile(JsonObject json, LocalDate today) {
    this.json = json;
    this.today = today;
  }

  /** Reads a file of the jar; empty when there is none for that environment. Blocks. */
  static Optional<DemoFile> read(String environment, LocalDate today) {
    String path = "/conf/demo/assets-" + environment + ".yaml";
    try (InputStream in = DemoFile.class.getResourceAsStream(path)) {
      if (in == null) {
        return Optional.empty();
      }
      Map<?, ?> map = YAML.readValue(in, LinkedHashMap.class);
      return Optional.of(new DemoFile(new JsonObject(Json.encode(map)), today));
    } catch (IOException e) {
      throw new UncheckedIOException(path, e);
    }
  }

  /** The items of one kind, in order. */
  List<JsonObject> items(String kind) {
    return json.getJsonArray(kind, new JsonArray()).stream().map(JsonObject.class::cast).toList();
  }

  /** Remembers the slug that an item got. */
  void saved(JsonObject item, String slug) {
    if (item.containsKey("key")) {
      slugs.put(item.getString("key"), slug);
    }
  }

  /** The item with its placeholders filled in. */
  JsonObject resolved(JsonObject item) {
    return (JsonObject) resolved((Object) item);
  }

  private Object resolved(Object value) {
    if (value instanceof JsonObject object) {
      JsonObject out = new JsonObject();
      object.forEach(entry -> out.put(entry.getKey(), resolved(entry.getValue())));
      return out;
    }
    if (value instanceof JsonArray array) {
      JsonArray out = new JsonArray();
      array.forEach(each -> out.add(resolved(each)));
      return out;
    }
    return value instanceof String text ? PLACEHOLDER.matcher(text).replaceAll(this::fill) : value;
  }

  private String fill(MatchResult match) {
    String key = match.group(1);
    if (key.equals("day")) {
      return today.minusDays(Long.parseLong(match.group(2))).toString();
    }
    String slug = slugs.get(key);
    if (slug == null) {
      throw new IllegalStateException("nothing of key " + key + " was saved before");
    }
    return Matcher.quoteReplacement(slug);
  }
}
