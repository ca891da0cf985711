package ai.altertable.mcp.api;

import ai.altertable.mcp.identity.admin.Refused;
import io.vertx.core.json.JsonObject;
import java.util.Locale;
import java.util.Optional;

/** Why a request is not done, as a problem document (RFC 9457). */
final class ApiProblem extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Kind kind;
  private final String field;

  /** The kinds of problems there are. */
  enum Kind {
    INVALID(400, "The request is not valid"),
    UNAUTHORIZED(401, "A good token is needed"),
    FORBIDDEN(403, "That is not allowed"),
    NOT_FOUND(404, "It is not there"),
    METHOD_NOT_ALLOWED(405, "That does not work here"),
    CONFLICT(409, "Something is in the way"),
    TOO_LARGE(413, "The body is too large"),
    UNSUPPORTED_MEDIA_TYPE(415, "The body must be JSON"),
    RATE_LIMITED(429, "Too many requests"),
    INTERNAL(500, "Something went wrong"),
    BUSY(503, "Too busy just now");

    private final int status;
    private final String title;

    Kind(int status, String title) {
      this.status = status;
      this.title = title;
    }

    int status() {
      return status;
    }

    String code() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  ApiProblem(Kind kind, String detail) {
    this(kind, detail, null);
  }

  private ApiProblem(Kind kind, String detail, String field) {
    super(detail, null, false, false);
    this.kind = kind;
    this.field = field;
  }

  static ApiProblem invalid(String field, String detail) {
    return new ApiProblem(Kind.INVALID, detail, field);
  }

  static ApiProblem of(Refused refused) {
    Kind kind =
        switch (refused.why()) {
          case NOT_FOUND -> Kind.NOT_FOUND;
          case FORBIDDEN -> Kind.FORBIDDEN;
          case INVALID -> Kind.INVALID;
          case CONFLICT -> Kind.CONFLICT;
        };
    return new ApiProblem(kind, refused.getMessage(), refused.field().orElse(null));
  }

  Kind kind() {
    return kind;
  }

  /**
   * @param correlationId also in the logs
   */
  JsonObject toJson(String correlationId) {
    JsonObject json =
        new JsonObject()
            .put("type", "about:blank")
            .put("title", kind.title)
            .put("status", kind.status)
            .put("detail", getMessage())
            .put("code", kind.code());
    Optional.ofNullable(field).ifPresent(name -> json.put("field", name));
    return json.put("correlation_id", correlationId);
  }
}
