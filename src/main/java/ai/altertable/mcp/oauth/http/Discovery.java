package ai.altertable.mcp.oauth.http;

import ai.altertable.mcp.bus.Scope;
import ai.altertable.mcp.oauth.policy.AuthMethod;
import ai.altertable.mcp.oauth.policy.Pkce;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Arrays;
import java.util.List;

/** The authorization server metadata (RFC 8414 section 2): nothing that is not so. */
final class Discovery {
  static final String AUTHORIZE = "/oauth/authorize";
  static final String TOKEN = "/oauth/token";
  static final String REGISTER = "/oauth/register";
  static final String REVOKE = "/oauth/revoke";
  static final String INTROSPECT = "/oauth/introspect";
  static final String JWKS = "/.well-known/jwks.json";

  private Discovery() {}

  /**
   * The document.
   *
   * @param issuer the issuer identifier, to be repeated to the byte
   * @param grantTypes that the token endpoint knows
   */
  static JsonObject metadata(String issuer, List<String> grantTypes) {
    return new JsonObject()
        .put("issuer", issuer)
        .put("authorization_endpoint", issuer + AUTHORIZE)
        .put("token_endpoint", issuer + TOKEN)
        .put("registration_endpoint", issuer + REGISTER)
        .put("revocation_endpoint", issuer + REVOKE)
        .put("introspection_endpoint", issuer + INTROSPECT)
        .put("jwks_uri", issuer + JWKS)
        .put("scopes_supported", array(Arrays.stream(Scope.values()).map(Scope::wire).toList()))
        .put("response_types_supported", array(List.of("code")))
        .put("response_modes_supported", array(List.of("query")))
        .put("grant_types_supported", array(grantTypes))
        .put("code_challenge_methods_supported", array(List.of(Pkce.METHOD)))
        .put("token_endpoint_auth_methods_supported", array(AuthMethod.wireNames()))
        .put("revocation_endpoint_auth_methods_supported", array(AuthMethod.wireNames()))
        .put(
            "introspection_endpoint_auth_methods_supported",
            array(
                List.of(
                    AuthMethod.CLIENT_SECRET_BASIC.wire(), AuthMethod.CLIENT_SECRET_POST.wire())))
        .put("authorization_response_iss_parameter_supported", true);
  }

  private static JsonArray array(List<String> values) {
    return new JsonArray(values);
  }
}
