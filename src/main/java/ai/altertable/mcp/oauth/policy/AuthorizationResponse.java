package ai.altertable.mcp.oauth.policy;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;
import java.util.Optional;

/** Builds the URLs that authorization responses redirect to. */
public final class AuthorizationResponse {
  private final String issuer;

  /**
   * @param issuer returned as {@code iss} on success and on error (RFC 9207 section 2), against
   *     mix-up
   */
  public AuthorizationResponse(String issuer) {
    this.issuer = issuer;
  }

  /** RFC 6749 section 4.1.2. */
  public String success(AuthorizationRequest request, String code) {
    return url(request.redirectUri(), "code=" + encode(code), request.state());
  }

  /** RFC 6749 section 4.1.2.1. */
  public String error(AuthorizationError.Redirected error) {
    String query =
        "error=" + error.code().wire() + "&error_description=" + encode(error.description());
    return url(error.redirectUri(), query, error.state());
  }

  private String url(String redirectUri, String query, Optional<String> state) {
    return redirectUri
        + (redirectUri.contains("?") ? "&" : "?")
        + query
        + state.map(value -> "&state=" + encode(value)).orElse("")
        + "&iss="
        + encode(issuer);
  }

  private static String encode(String value) {
    return URLEncoder.encode(value, UTF_8);
  }
}
