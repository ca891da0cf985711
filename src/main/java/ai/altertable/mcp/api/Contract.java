package ai.altertable.mcp.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The contract, as far as routes are made of it. Nothing is mounted that is not in it, and nothing
 * in it is left unmounted.
 */
public final class Contract {
  private static final String RESOURCE = "/webroot/api/openapi.yaml";
  private static final Set<String> METHODS = Set.of("get", "put", "post", "patch", "delete");

  private final JsonObject document;
  private final List<Operation> operations = new ArrayList<>();

  /**
   * One thing that can be done.
   *
   * @param id its name in the contract
   * @param path below the API, parameters in braces
   * @param open whether it is answered without a token
   * @param nameable whether its caller may name the request (see {@link NamedRequests})
   * @param query names of the query parameters that it takes
   * @param body JSON Schema of its body; empty when it takes none
   */
  record Operation(
      String id,
      HttpMethod method,
      String path,
      boolean open,
      boolean nameable,
      Set<String> query,
      Optional<JsonObject> body) {
    /** The path as the router writes it. */
    String route() {
      return path.replace("{", ":").replace("}", "");
    }
  }

  private Contract(JsonObject document) {
    this.document = document;
    for (String path : document.getJsonObject("paths").fieldNames()) {
      JsonObject item = document.getJsonObject("paths").getJsonObject(path);
      item.fieldNames().stream()
          .filter(METHODS::contains)
          .forEach(method -> operations.add(operation(path, method, item.getJsonObject(method))));
    }
  }

  /**
   * Reads it. Blocks, for a while.
   *
   * @param server address of the API
   */
  public static Contract read(String server) {
    try (InputStream in = Contract.class.getResourceAsStream(RESOURCE)) {
      JsonNode tree = new YAMLMapper().readTree(in);
      JsonObject document = new JsonObject(tree.toString());
      document.put("servers", new JsonArray().add(new JsonObject().put("url", server)));
      return new Contract(document);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  JsonObject document() {
    return document;
  }

  List<Operation> operations() {
    return List.copyOf(operations);
  }

  private Operation operation(String path, String method, JsonObject json) {
    Set<String> query = new HashSet<>();
    boolean nameable = false;
    for (Object each : json.getJsonArray("parameters", new JsonArray())) {
      JsonObject parameter = resolve((JsonObject) each);
      if ("query".equals(parameter.getString("in"))) {
        query.add(parameter.getString("name"));
      }
      nameable |= NamedRequests.HEADER.equals(parameter.getString("name"));
    }
    Optional<JsonObject> body =
        Optional.ofNullable(json.getJsonObject("requestBody"))
            .map(request -> request.getJsonObject("content").getJsonObject("application/json"))
            .map(content -> resolve(content.getJsonObject("schema")));
    return new Operation(
        json.getString("operationId"),
        HttpMethod.valueOf(method.toUpperCase(Locale.ROOT)),
        path,
        json.getJsonArray("security", new JsonArray().add("token")).isEmpty(),
        nameable,
        query,
        body);
  }

  /** What a reference names; bodies' schemas hold no reference within. */
  private JsonObject resolve(JsonObject json) {
    String reference = json.getString("$ref");
    if (reference == null) {
      return json;
    }
    JsonObject found = document;
    for (String step : reference.substring(2).split("/")) {
      found = found.getJsonObject(step);
    }
    return found;
  }
}
