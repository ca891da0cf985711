package ai.altertable.mcp.testing;

import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.Draft;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.JsonSchemaOptions;
import io.vertx.json.schema.OutputFormat;
import io.vertx.json.schema.OutputUnit;
import io.vertx.json.schema.Validator;
import java.net.http.HttpResponse;
import java.util.Locale;
import java.util.Optional;

/** Holds the administration API's answers to the OpenAPI document that it serves. */
final class ApiContract {
  private final JsonObject document;

  ApiContract(JsonObject document) {
    this.document = document;
  }

  /**
   * Fails when an answer is not as promised; one of an address that is none is not looked at.
   *
   * @param path below the API, maybe with a query
   */
  void check(String method, String path, HttpResponse<String> answer) {
    JsonObject operation = operation(method, path.replaceFirst("\\?.*", "")).orElse(null);
    if (operation == null) {
      return;
    }
    JsonObject responses = operation.getJsonObject("responses");
    String status = String.valueOf(answer.statusCode());
    JsonObject promised = responses.getJsonObject(status, responses.getJsonObject("default"));
    String where = method + " " + path + " answers " + status + ", ";
    if (promised == null) {
      throw new AssertionError(where + "which nothing promises");
    }
    JsonObject content = resolve(promised).getJsonObject("content");
    if (content == null) {
      if (!answer.body().isEmpty()) {
        throw new AssertionError(where + "with a body that nothing promises");
      }
      return;
    }
    String type = answer.headers().firstValue("content-type").orElse("").split(";", 2)[0];
    if (!content.containsKey(type)) {
      throw new AssertionError(where + "as " + type + ", not as " + content.fieldNames());
    }
    if (type.endsWith("json")) {
      validate(where, content.getJsonObject(type).getJsonObject("schema"), answer.body());
    }
  }

  private void validate(String where, JsonObject schema, String body) {
    JsonObject whole = schema.copy().put("components", document.getJsonObject("components").copy());
    OutputUnit result =
        Validator.create(
                JsonSchema.of(whole),
                new JsonSchemaOptions()
                    .setBaseUri("urn:altertable:answers")
                    .setDraft(Draft.DRAFT202012)
                    .setOutputFormat(OutputFormat.Basic))
            .validate(new JsonObject(body));
    if (!Boolean.TRUE.equals(result.getValid())) {
      throw new AssertionError(where + "not as promised: " + result.toJson().encode());
    }
  }

  private Optional<JsonObject> operation(String method, String path) {
    JsonObject paths = document.getJsonObject("paths");
    return paths.fieldNames().stream()
        .filter(template -> path.matches(pattern(template)))
        // The one that says most: ".../test" is no catalog.
        .min((one, other) -> Long.compare(parameters(one), parameters(other)))
        .map(paths::getJsonObject)
        .map(item -> item.getJsonObject(method.toLowerCase(Locale.ROOT)));
  }

  private static String pattern(String template) {
    return template.replace(".", "\\.").replaceAll("\\{\\w+}", "[^/]+");
  }

  private static long parameters(String template) {
    return template.chars().filter(letter -> letter == '{').count();
  }

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
