package ai.altertable.mcp.oauth.policy;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Where the endpoints are, under the issuer. */
public final class EndpointPaths {
  public static final String AUTHORIZE = "/oauth/authorize";
  public static final String PUSHED = "/oauth/par";
  public static final String TOKEN = "/oauth/token";
  public static final String REGISTER = "/oauth/register";
  public static final String REVOKE = "/oauth/revoke";
  public static final String INTROSPECT = "/oauth/introspect";
  public static final String JWKS = "/.well-known/jwks.json";

  private EndpointPaths() {}

  /**
   * Whom a client's assertion may be for (RFC 7523 section 3, RFC 9126 section 2): the issuer, or
   * any endpoint where clients authenticate.
   */
  public static Set<String> assertionAudiences(String issuer) {
    return Stream.of("", TOKEN, PUSHED, REVOKE, INTROSPECT)
        .map(issuer::concat)
        .collect(Collectors.toUnmodifiableSet());
  }
}
