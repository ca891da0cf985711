package ai.altertable.mcp.api;

import ai.altertable.mcp.api.ApiProblem.Kind;
import ai.altertable.mcp.platform.LazyValidator;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import io.vertx.json.schema.OutputFormat;
import io.vertx.json.schema.OutputUnit;
import java.util.List;
import java.util.Locale;

/** Reads the body of one operation and checks it against the contract. Not thread-safe. */
final class BodyReader {
  private final LazyValidator validator;

  /**
   * @param schema JSON Schema without references
   */
  BodyReader(JsonObject schema) {
    this.validator = new LazyValidator(schema, "urn:altertable:api", OutputFormat.Basic);
  }

  /**
   * @throws ApiProblem for a body that is not JSON or not as the contract wants it
   */
  JsonObject read(RoutingContext context) {
    String given = context.request().getHeader(HttpHeaders.CONTENT_TYPE);
    String type = given == null ? "" : given.split(";", 2)[0].trim().toLowerCase(Locale.ROOT);
    if (!type.equals("application/json")) {
      throw new ApiProblem(
          Kind.UNSUPPORTED_MEDIA_TYPE, "The content type must be application/json.");
    }
    JsonObject body = parse(context);
    OutputUnit result = validator.validate(body);
    if (!Boolean.TRUE.equals(result.getValid())) {
      throw fault(result);
    }
    return body;
  }

  private static JsonObject parse(RoutingContext context) {
    try {
      return new JsonObject(context.body().buffer());
    } catch (DecodeException | ClassCastException | NullPointerException e) {
      throw new ApiProblem(Kind.INVALID, "The body must be a JSON object.");
    }
  }

  /** The innermost error says most; what it says names a place, never a value. */
  private static ApiProblem fault(OutputUnit result) {
    List<OutputUnit> errors = result.getErrors();
    if (errors == null || errors.isEmpty()) {
      return new ApiProblem(Kind.INVALID, "The body is not as the contract wants it.");
    }
    OutputUnit last = errors.get(errors.size() - 1);
    String place = last.getInstanceLocation().replaceFirst("^#/?", "");
    return ApiProblem.invalid(place.isEmpty() ? "body" : place, last.getError() + ".");
  }
}
