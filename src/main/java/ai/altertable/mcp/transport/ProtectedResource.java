package ai.altertable.mcp.transport;

import static java.util.Objects.requireNonNull;

import ai.altertable.mcp.bus.Scope;
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

  /**
   * @param description in RFC 6750 characters
   */
  Rejection tokenInvalid(String description) {
    return challenge(
        401,
        "the access token was refused: " + description,
        "Bearer error=\"invalid_token\", error_description=\""
            + description
            + "\", resource_metadata=\""
            + metadataUrl
            + "\", scope=\""
            + SCOPES
            + "\"");
  }

  /** The token is good but does not reach that far (RFC 6750 section 3.1). */
  Rejection scopeMissing(Scope required) {
    return challenge(
        403,
        "the access token lacks the scope " + required.wire() + "; ask the user to grant it",
        "Bearer error=\"insufficient_scope\", scope=\""
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
