package ai.altertable.mcp.platform;

import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.Draft;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.JsonSchemaOptions;
import io.vertx.json.schema.OutputFormat;
import io.vertx.json.schema.OutputUnit;
import io.vertx.json.schema.Validator;

/**
 * Checks values against a JSON Schema 2020-12 without references, which is compiled when it is
 * first needed: most never are. Not thread-safe.
 */
public final class LazyValidator {
  private final JsonObject schema;
  private final JsonSchemaOptions options;
  private Validator validator;

  /**
   * @param baseUri an address that nothing is fetched from
   * @param output how much a fault says
   */
  public LazyValidator(JsonObject schema, String baseUri, OutputFormat output) {
    this.schema = schema;
    this.options =
        new JsonSchemaOptions()
            .setBaseUri(baseUri)
            .setDraft(Draft.DRAFT202012)
            .setOutputFormat(output);
  }

  public OutputUnit validate(Object value) {
    if (validator == null) {
      validator = Validator.create(JsonSchema.of(schema.copy()), options);
    }
    return validator.validate(value);
  }
}
