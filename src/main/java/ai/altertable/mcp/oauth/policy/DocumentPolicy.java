package ai.altertable.mcp.oauth.policy;

import static ai.altertable.mcp.oauth.policy.OAuthErrorCode.INVALID_CLIENT_METADATA;

import io.vertx.core.json.JsonObject;

/**
 * What a client ID metadata document must say (OAuth Client ID Metadata Document): who it is about,
 * a name, redirect URIs, and no secret that everybody who reads it would share.
 */
public final class DocumentPolicy {
  private final RegistrationPolicy registration;

  /**
   * @param registration judges what documents and registrations have in common
   */
  public DocumentPolicy(RegistrationPolicy registration) {
    this.registration = registration;
  }

  /**
   * Checks a document.
   *
   * @param clientId the address that it was fetched from
   * @throws OAuthException with what is wrong with it
   */
  public ClientMetadata check(String clientId, JsonObject document) {
    if (!clientId.equals(document.getValue("client_id"))) {
      throw refused("client_id is not the address that the document is at");
    }
    if (!(document.getValue("client_name") instanceof String name) || name.isBlank()) {
      throw refused("client_name is missing");
    }
    if (document.containsKey("client_secret") || document.containsKey("client_secret_expires_at")) {
      throw refused("a public document cannot hold a secret");
    }
    JsonObject complete = document.copy();
    if (document.getValue("token_endpoint_auth_method") == null) {
      complete.put("token_endpoint_auth_method", AuthMethod.NONE.wire());
    }
    ClientMetadata metadata = registration.check(complete);
    if (metadata.authMethod() != AuthMethod.NONE
        && metadata.authMethod() != AuthMethod.PRIVATE_KEY_JWT) {
      throw refused("token_endpoint_auth_method must be none or private_key_jwt");
    }
    return metadata;
  }

  private static OAuthException refused(String why) {
    return new OAuthException(INVALID_CLIENT_METADATA, why);
  }
}
