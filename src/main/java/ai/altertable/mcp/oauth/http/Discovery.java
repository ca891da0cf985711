package ai.altertable.mcp.oauth.http;

import ai.altertable.mcp.bus.Scope;
import ai.altertable.mcp.oauth.policy.AuthMethod;
import ai.altertable.mcp.oauth.policy.EndpointPaths;
import ai.altertable.mcp.oauth.policy.Pkce;
import ai.altertable.mcp.oauth.proof.Signatures;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Arrays;
import java.util.List;

/** The authorization server metadata (RFC 8414 section 2): nothing that is not so. */
final class Discovery {
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
        .put("authorization_endpoint", issuer + EndpointPaths.AUTHORIZE)
        .put("token_endpoint", issuer + EndpointPaths.TOKEN)
        .put("registration_endpoint", issuer + EndpointPaths.REGISTER)
        .put("revocation_endpoint", issuer + EndpointPaths.REVOKE)
        .put("introspection_endpoint", issuer + EndpointPaths.INTROSPECT)
        .put("pushed_authorization_request_endpoint", issuer + EndpointPaths.PUSHED)
        .put("require_pushed_authorization_requests", false)
        .put("jwks_uri", issuer + EndpointPaths.JWKS)
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
                AuthMethod.wireNames().stream()
                    .filter(method -> !method.equals(AuthMethod.NONE.wire()))
                    .toList()))
        .put("token_endpoint_auth_signing_alg_values_supported", array(Signatures.ALGORITHMS))
        .put("revocation_endpoint_auth_signing_alg_values_supported", array(Signatures.ALGORITHMS))
        .put(
            "introspection_endpoint_auth_signing_alg_values_supported",
            array(Signatures.ALGORITHMS))
        .put("dpop_signing_alg_values_supported", array(Signatures.ALGORITHMS))
        .put("client_id_metadata_document_supported", true)
        .put("authorization_response_iss_parameter_supported", true);
  }

  private static JsonArray array(List<String> values) {
    return new JsonArray(values);
  }
}
