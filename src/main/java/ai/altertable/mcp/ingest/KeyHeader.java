package ai.altertable.mcp.ingest;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.Optional;

/** Where a request has its key: a bearer token, {@code X-API-Key}, or {@code ?apiKey=}. */
final class KeyHeader {
  private static final String BEARER = "bearer ";
  private static final int LONGEST = 200;

  private KeyHeader() {}

  static Optional<String> of(HttpServerRequest request) {
    String authorization = request.getHeader(HttpHeaders.AUTHORIZATION);
    String key = request.getHeader("X-API-Key");
    if (authorization != null && authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
      key = authorization.substring(BEARER.length()).trim();
    } else if (key == null) {
      key = request.getParam("apiKey");
    }
    return Optional.ofNullable(key).filter(text -> !text.isEmpty() && text.length() <= LONGEST);
  }
}
