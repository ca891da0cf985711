package ai.altertable.mcp.oauth.policy;

import static ai.altertable.mcp.oauth.policy.OAuthErrorCode.INTERACTION_REQUIRED;
import static ai.altertable.mcp.oauth.policy.OAuthErrorCode.INVALID_REQUEST;
import static ai.altertable.mcp.oauth.policy.OAuthErrorCode.REQUEST_NOT_SUPPORTED;
import static ai.altertable.mcp.oauth.policy.OAuthErrorCode.REQUEST_URI_NOT_SUPPORTED;
import static ai.altertable.mcp.oauth.policy.OAuthErrorCode.UNAUTHORIZED_CLIENT;
import static ai.altertable.mcp.oauth.policy.OAuthErrorCode.UNSUPPORTED_RESPONSE_TYPE;

import ai.altertable.mcp.bus.Scope;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * Validates authorization requests in the order that keeps the server from redirecting to anybody
 * unproven: first the redirect URI, then everything else.
 */
public final class AuthorizationRequestPolicy {
  /** Prompts of OpenID Connect Core section 3.1.2.1 after which the user sees a page. */
  private static final Set<String> ASKING = Set.of("consent", "login", "select_account");

  private static final Pattern THUMBPRINT = Pattern.compile("[A-Za-z0-9_-]{43}");

  private final RedirectUriPolicy redirects;
  private final ResourcePolicy resources;

  public AuthorizationRequestPolicy(RedirectUriPolicy redirects, ResourcePolicy resources) {
    this.redirects = redirects;
    this.resources = resources;
  }

  /**
   * Validates a request of a known client.
   *
   * @param clientId whose request it is
   * @param client its registration
   * @throws AuthorizationRefused local while the redirect URI is unproven, redirected afterwards
   */
  public AuthorizationRequest validate(
      String clientId, ClientMetadata client, Parameters parameters) {
    String redirectUri = redirectUri(client, parameters);
    try {
      return proven(clientId, client, redirectUri, parameters);
    } catch (OAuthException e) {
      throw new AuthorizationRefused(
          new AuthorizationError.Redirected(
              e.code(), e.description(), redirectUri, stateOf(parameters)));
    }
  }

  private String redirectUri(ClientMetadata client, Parameters parameters) {
    Optional<String> presented = local(() -> parameters.get("redirect_uri"));
    List<String> registered = client.redirectUris();
    if (presented.isEmpty() && registered.size() == 1) {
      return registered.get(0);
    }
    return presented
        .filter(uri -> registered.stream().anyMatch(known -> redirects.matches(known, uri)))
        .orElseThrow(
            () ->
                new AuthorizationRefused(
                    new AuthorizationError.Local(
                        "The address to return to (redirect_uri) is not one that this client"
                            + " registered.")));
  }

  private AuthorizationRequest proven(
      String clientId, ClientMetadata client, String redirectUri, Parameters parameters) {
    parameters.refuseDuplicates();
    if (parameters.get("request").isPresent()) {
      throw new OAuthException(REQUEST_NOT_SUPPORTED, "request objects are not supported");
    }
    if (parameters.get("request_uri").isPresent()) {
      throw new OAuthException(REQUEST_URI_NOT_SUPPORTED, "request_uri is not supported");
    }
    if (!parameters.require("response_type").equals("code")) {
      throw new OAuthException(UNSUPPORTED_RESPONSE_TYPE, "response_type must be code");
    }
    if (!client.grantTypes().contains("authorization_code")) {
      throw new OAuthException(
          UNAUTHORIZED_CLIENT, "the client is not registered for authorization_code");
    }
    if (!parameters.get("response_mode").orElse("query").equals("query")) {
      throw new OAuthException(INVALID_REQUEST, "response_mode must be query");
    }
    List<String> prompts = List.of(parameters.get("prompt").orElse("").split(" "));
    if (prompts.contains("none")) {
      throw new OAuthException(INTERACTION_REQUIRED, "prompt must not be none");
    }
    return new AuthorizationRequest(
        clientId,
        redirectUri,
        parameters.get("state"),
        Scope.parseAll(parameters.get("scope").orElse("")),
        resources.of(parameters.resources()),
        codeChallenge(parameters),
        prompts.stream().anyMatch(ASKING::contains),
        proofKey(parameters));
  }

  /** PKCE is required of every client, confidential ones too (OAuth 2.1 section 4.1.1). */
  private static String codeChallenge(Parameters parameters) {
    String challenge = parameters.require("code_challenge");
    if (!parameters.get("code_challenge_method").orElse("plain").equals(Pkce.METHOD)) {
      throw new OAuthException(INVALID_REQUEST, "code_challenge_method must be S256");
    }
    if (!Pkce.wellFormed(challenge)) {
      throw new OAuthException(
          INVALID_REQUEST, "code_challenge must be 43 base64url characters, a SHA-256");
    }
    return challenge;
  }

  /** Thumbprint of the DPoP key that the code will be bound to (RFC 9449 section 10). */
  private static Optional<String> proofKey(Parameters parameters) {
    Optional<String> key = parameters.get("dpop_jkt");
    if (key.filter(given -> !THUMBPRINT.matcher(given).matches()).isPresent()) {
      throw new OAuthException(INVALID_REQUEST, "dpop_jkt must be the SHA-256 thumbprint of a key");
    }
    return key;
  }

  /** A state given twice is ambiguous and not returned. */
  private static Optional<String> stateOf(Parameters parameters) {
    try {
      return parameters.get("state");
    } catch (OAuthException e) {
      return Optional.empty();
    }
  }

  /** The one {@code client_id}; refused locally since nothing is proven yet. */
  public static String clientId(Parameters parameters) {
    return local(() -> Optional.of(parameters.require("client_id"))).orElseThrow();
  }

  /** The {@code request_uri} (RFC 9126 section 4), if there is one; refused locally when twice. */
  public static Optional<String> requestUri(Parameters parameters) {
    return local(() -> parameters.get("request_uri"));
  }

  private static Optional<String> local(Supplier<Optional<String>> read) {
    try {
      return read.get();
    } catch (OAuthException e) {
      throw new AuthorizationRefused(
          new AuthorizationError.Local("The request is not valid: " + e.description() + "."));
    }
  }
}
