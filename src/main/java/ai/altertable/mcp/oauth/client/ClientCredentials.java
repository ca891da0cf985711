package ai.altertable.mcp.oauth.client;

import static ai.altertable.mcp.oauth.policy.OAuthErrorCode.INVALID_CLIENT;
import static ai.altertable.mcp.oauth.policy.OAuthErrorCode.INVALID_REQUEST;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import ai.altertable.mcp.oauth.policy.OAuthException;
import ai.altertable.mcp.oauth.policy.Parameters;
import ai.altertable.mcp.oauth.proof.ClientAssertion;
import java.net.URLDecoder;
import java.util.Base64;
import java.util.Optional;

/**
 * What a client says of itself at a machine endpoint.
 *
 * @param clientId claimed
 * @param secret presented, or empty
 * @param assertion presented (RFC 7523 section 2.2), or empty
 */
public record ClientCredentials(
    String clientId, Optional<String> secret, Optional<ClientAssertion> assertion) {
  private static final String BASIC = "Basic ";
  private static final String ASSERTION_TYPE =
      "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

  public ClientCredentials {
    requireNonNull(clientId, "clientId is null");
    requireNonNull(secret, "secret is null");
    requireNonNull(assertion, "assertion is null");
  }

  /**
   * Reads them from the header or from the form, never from both (RFC 6749 section 2.3).
   *
   * @param authorization the {@code Authorization} header, or null
   * @throws OAuthException {@code invalid_client} when there are none, {@code invalid_request} when
   *     there are two
   */
  public static ClientCredentials read(String authorization, Parameters form) {
    Optional<String> clientId = form.get("client_id");
    Optional<String> secret = form.get("client_secret");
    Optional<String> assertion = form.getLong("client_assertion");
    if (assertion.isPresent() || form.get("client_assertion_type").isPresent()) {
      if (isBasic(authorization) || secret.isPresent()) {
        throw twice();
      }
      return asserted(clientId, assertion, form);
    }
    if (!isBasic(authorization)) {
      return new ClientCredentials(
          clientId.orElseThrow(() -> new OAuthException(INVALID_CLIENT, "client_id is missing")),
          secret,
          Optional.empty());
    }
    ClientCredentials basic = basic(authorization.substring(BASIC.length()).trim());
    if (secret.isPresent() || clientId.filter(id -> !id.equals(basic.clientId())).isPresent()) {
      throw twice();
    }
    return basic;
  }

  private static boolean isBasic(String authorization) {
    return authorization != null && authorization.regionMatches(true, 0, BASIC, 0, BASIC.length());
  }

  /**
   * The {@code client_id} may be left out: the assertion names the client (RFC 7521 section 4.2).
   */
  private static ClientCredentials asserted(
      Optional<String> clientId, Optional<String> assertion, Parameters form) {
    if (!form.require("client_assertion_type").equals(ASSERTION_TYPE)) {
      throw new OAuthException(INVALID_CLIENT, "client_assertion_type must be " + ASSERTION_TYPE);
    }
    ClientAssertion signed =
        ClientAssertion.parse(
            assertion.orElseThrow(
                () -> new OAuthException(INVALID_CLIENT, "client_assertion is missing")));
    if (clientId.filter(id -> !id.equals(signed.clientId())).isPresent()) {
      throw new OAuthException(INVALID_CLIENT, "client_id is not the client of the assertion");
    }
    return new ClientCredentials(signed.clientId(), Optional.empty(), Optional.of(signed));
  }

  /** Both halves are form-encoded before base64 (RFC 6749 section 2.3.1). */
  private static ClientCredentials basic(String encoded) {
    try {
      String pair = new String(Base64.getDecoder().decode(encoded), UTF_8);
      int colon = pair.indexOf(':');
      if (colon > 0) {
        String id = URLDecoder.decode(pair.substring(0, colon), UTF_8);
        String secret = URLDecoder.decode(pair.substring(colon + 1), UTF_8);
        return new ClientCredentials(
            id, secret.isEmpty() ? Optional.empty() : Optional.of(secret), Optional.empty());
      }
    } catch (IllegalArgumentException e) {
      // answered below, like any other malformed header
    }
    throw new OAuthException(INVALID_CLIENT, "the Authorization header is malformed");
  }

  private static OAuthException twice() {
    return new OAuthException(INVALID_REQUEST, "the client authenticates in more than one way");
  }

  @Override
  public String toString() {
    return "ClientCredentials[" + clientId + "]";
  }
}
