package ai.altertable.mcp.tools.content;

import ai.altertable.mcp.tools.ToolContext;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** JSON Schemas of what people write, the same in every environment. */
final class SchemaResources implements ResourceSource {
  static final String PREFIX = "altertable://schemas/";
  static final String MODEL = PREFIX + "semantic-model";

  private final String model;

  private SchemaResources(String model) {
    this.model = model;
  }

  /** Reads them from the jar; blocks. */
  static SchemaResources load() {
    String path = "/webroot/schemas/semantic-model.json";
    try (InputStream in = SchemaResources.class.getResourceAsStream(path)) {
      if (in == null) {
        throw new IllegalStateException("no resource " + path);
      }
      return new SchemaResources(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String prefix() {
    return PREFIX;
  }

  @Override
  public Optional<JsonObject> template() {
    return Optional.empty();
  }

  @Override
  public Future<List<JsonObject>> list(ToolContext context, String after, int limit) {
    JsonObject listed =
        new JsonObject()
            .put("uri", MODEL)
            .put("name", "semantic-model")
            .put("title", "JSON Schema of semantic models")
            .put("description", "What create_semantic_model takes, as YAML or JSON")
            .put("mimeType", ResourceContent.JSON);
    return Future.succeededFuture(Listed.after(List.of(listed), after, limit));
  }

  @Override
  public Future<Optional<ResourceContent>> read(ToolContext context, String uri) {
    return Future.succeededFuture(
        uri.equals(MODEL)
            ? Optional.of(new ResourceContent(uri, ResourceContent.JSON, model, null))
            : Optional.empty());
  }
}
