package ai.altertable.mcp.transport;

import static java.util.Objects.requireNonNull;

import ai.altertable.mcp.bus.Scope;
import ai.altertable.mcp.oauth.resource.Authentication;
import ai.altertable.mcp.oauth.resource.PresentedProof;
import ai.altertable.mcp.protocol.RpcError;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.EnumSet;
import java.util.Map;

/**
 * An OAuth protected resource of this endpoint: its metadata (RFC 9728) and its challenges (RFC
 * 6750 section 3).
 *
 * @param uri resource identifier, byte-identical wherever it is published
 * @param metadataUrl where {@link #metadata} is found
 */
record ProtectedResource(String uri, String metadataUrl) {
  static final String WELL_KNOWN = "/.well-known/oauth-protected-resource";

  /** All that a login may ask for, so that one sign-in is enough. */
  private static final String SCOPES = Scope.format(EnumSet.allOf(Scope.class));

  private static final String ALGORITHMS = String.join(" ", PresentedProof.ALGORITHMS);

  ProtectedResource {
    requireNonNull(uri, "uri is null");
    requireNonNull(metadataUrl, "metadataUrl is null");
  }

  /**
   * @param origin of the endpoint
   * @param path of the resource, with a leading and without a trailing slash
   */
  static ProtectedResource of(String origin, String path) {
    return new ProtectedResource(origin + path, origin + WELL_KNOWN + path);
  }

  /** The metadata document (RFC 9728 section 2). */
  Buffer metadata(String issuer) {
    return new JsonObject()
        .put("resource", uri)
        .put("authorization_servers", new JsonArray().add(issuer))
        .put("scopes_supported", new JsonArray().add(Scope.READ.wire()).add(Scope.WRITE.wire()))
        .put("bearer_methods_supported", new JsonArray().add("header"))
        .put("dpop_signing_alg_values_supported", new JsonArray(PresentedProof.ALGORITHMS))
        .put("resource_name", "Altertable MCP")
        .toBuffer();
  }

  /** No token came: no error attribute (RFC 6750 section 3.1). */
  Rejection tokenMissing() {
    return challenge(
        401,
        "sign in: this needs an access token of the authorization server in resource_metadata",
        "Bearer resource_metadata=\"" + metadataUrl + "\", scope=\"" + SCOPES + "\"");
  }

  /** The token is worth nothing, or is bound to a key and came without a proof. */
  Rejection tokenRefused(Authentication.Refused refused) {
    String bearer = "Bearer error=\"invalid_token\"" + details(refused);
    return challenge(
        401,
        "the access token was refused: " + refused.description(),
        refused.fault() == Authentication.Fault.PROOF_MISSING
            ? bearer + ", DPoP algs=\"" + ALGORITHMS + "\""
            : bearer);
  }

  /** The same for a token that came with a proof (RFC 9449 section 7.1). */
  Rejection proofRefused(Authentication.Refused refused) {
    boolean proof = refused.fault() == Authentication.Fault.PROOF;
    return challenge(
        401,
        (proof ? "the proof was refused: " : "the access token was refused: ")
            + refused.description(),
        "DPoP error=\""
            + (proof ? "invalid_dpop_proof" : "invalid_token")
            + "\""
            + details(refused)
            + ", algs=\""
            + ALGORITHMS
            + "\"");
  }

  private String details(Authentication.Refused refused) {
    return ", error_description=\""
        + refused.description()
        + "\", resource_metadata=\""
        + metadataUrl
        + "\", scope=\""
        + SCOPES
        + "\"";
  }

  /**
   * The token is good but does not reach that far (RFC 6750 section 3.1).
   *
   * @param proof whether it came with a proof
   */
  Rejection scopeMissing(Scope required, boolean proof) {
    return challenge(
        403,
        "the access token lacks the scope " + required.wire() + "; ask the user to grant it",
        (proof ? "DPoP" : "Bearer")
            + " error=\"insufficient_scope\", scope=\""
            + (required == Scope.WRITE ? SCOPES : required.wire())
            + "\", resource_metadata=\""
            + metadataUrl
            + "\", error_description=\"the scope "
            + required.wire()
            + " is missing\"");
  }

  private static Rejection challenge(int status, String message, String header) {
    return new Rejection(status, RpcError.of(status, message), Map.of("WWW-Authenticate", header));
  }
}
