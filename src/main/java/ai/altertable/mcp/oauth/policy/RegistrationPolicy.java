package ai.altertable.mcp.oauth.policy;

import static ai.altertable.mcp.oauth.policy.OAuthErrorCode.INVALID_CLIENT_METADATA;
import static ai.altertable.mcp.oauth.policy.OAuthErrorCode.INVALID_REDIRECT_URI;

import ai.altertable.mcp.oauth.proof.PublicKeys;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Turns the metadata of an open registration (RFC 7591) into what is registered. Strict about what
 * decides security (redirect URIs, authentication), lenient about the rest: unknown grants and
 * scopes are dropped, null and empty members count as unset, {@code application_type} decides
 * nothing because real clients send it wrongly.
 */
public final class RegistrationPolicy {
  /** Grants that an open registration can have; client_credentials needs a service account. */
  private static final Set<String> GRANT_TYPES = Set.of("authorization_code", "refresh_token");

  private static final Set<String> SCOPES = Set.of("read", "write", "offline_access");
  private static final List<String> ECHOED_TEXTS =
      List.of("application_type", "client_uri", "logo_uri", "tos_uri", "policy_uri", "software_id");

  /** What a client may demand of itself; kept when it is true. */
  private static final List<String> DEMANDS =
      List.of(ClientMetadata.ALWAYS_BOUND, ClientMetadata.ALWAYS_PUSHED);

  private static final int MOST_URIS = 20;
  private static final int MOST_GRANT_TYPES = 20;
  private static final int LONGEST_NAME = 100;
  private static final int LONGEST_TEXT = 2048;

  private final RedirectUriPolicy redirects;
  private final DocumentUrls urls;

  /**
   * @param urls where clients may publish their keys
   */
  public RegistrationPolicy(RedirectUriPolicy redirects, DocumentUrls urls) {
    this.redirects = redirects;
    this.urls = urls;
  }

  /**
   * Checks a registration request.
   *
   * @throws OAuthException {@code invalid_redirect_uri} or {@code invalid_client_metadata} (RFC
   *     7591 section 3.2.2)
   */
  public ClientMetadata check(JsonObject request) {
    JsonObject extra = new JsonObject();
    ECHOED_TEXTS.forEach(
        member -> text(request, member, LONGEST_TEXT).ifPresent(value -> extra.put(member, value)));
    DEMANDS.stream()
        .filter(member -> flag(request, member))
        .forEach(member -> extra.put(member, true));
    extra.put("scope", scope(request));
    AuthMethod method = authMethod(request);
    ClientMetadata metadata =
        new ClientMetadata(
            redirectUris(request),
            grantTypes(request),
            method,
            method == AuthMethod.PRIVATE_KEY_JWT ? Optional.of(keys(request)) : Optional.empty(),
            name(request),
            extra);
    return storable(metadata);
  }

  /** No column of PostgreSQL can hold U+0000, and no honest client sends it. */
  private static ClientMetadata storable(ClientMetadata metadata) {
    if (metadata.toJson().encode().contains("\\u0000")) {
      throw new OAuthException(INVALID_CLIENT_METADATA, "the metadata holds the character U+0000");
    }
    return metadata;
  }

  private List<String> redirectUris(JsonObject request) {
    List<String> uris = texts(request, "redirect_uris", MOST_URIS, INVALID_REDIRECT_URI);
    if (uris.isEmpty()) {
      throw new OAuthException(INVALID_REDIRECT_URI, "redirect_uris is missing");
    }
    uris.forEach(
        uri ->
            redirects
                .fault(uri)
                .ifPresent(
                    fault -> {
                      throw new OAuthException(INVALID_REDIRECT_URI, fault);
                    }));
    return uris;
  }

  private static List<String> grantTypes(JsonObject request) {
    List<String> kept =
        texts(request, "grant_types", MOST_GRANT_TYPES, INVALID_CLIENT_METADATA).stream()
            .filter(GRANT_TYPES::contains)
            .toList();
    return kept.contains("authorization_code") ? kept : prepend("authorization_code", kept);
  }

  private static AuthMethod authMethod(JsonObject request) {
    return text(request, "token_endpoint_auth_method", LONGEST_TEXT)
        .map(
            wire ->
                AuthMethod.parse(wire)
                    .orElseThrow(
                        () ->
                            new OAuthException(
                                INVALID_CLIENT_METADATA,
                                "token_endpoint_auth_method must be one of "
                                    + String.join(", ", AuthMethod.wireNames()))))
        .orElse(AuthMethod.CLIENT_SECRET_BASIC);
  }

  private ClientKeys keys(JsonObject request) {
    Object jwks = request.getValue("jwks");
    Optional<String> uri = text(request, "jwks_uri", LONGEST_TEXT);
    if ((jwks == null) == uri.isEmpty()) {
      throw new OAuthException(
          INVALID_CLIENT_METADATA, "private_key_jwt needs either jwks or jwks_uri");
    }
    if (uri.isPresent()) {
      if (urls.parse(uri.get()).isEmpty()) {
        throw new OAuthException(
            INVALID_CLIENT_METADATA, "jwks_uri must be a public https address on port 443");
      }
      return new ClientKeys.Published(uri.get());
    }
    try {
      return new ClientKeys.Inline(PublicKeys.parse((JsonObject) jwks));
    } catch (IllegalArgumentException e) {
      throw new OAuthException(INVALID_CLIENT_METADATA, e.getMessage());
    } catch (ClassCastException e) {
      throw new OAuthException(INVALID_CLIENT_METADATA, "jwks must be a JWK set");
    }
  }

  private static String name(JsonObject request) {
    return text(request, "client_name", LONGEST_TEXT)
        .map(RegistrationPolicy::printable)
        .filter(name -> !name.isEmpty())
        .orElse("Unnamed client");
  }

  /** Control and direction-changing characters could make the consent page lie about the name. */
  private static String printable(String name) {
    String clean = name.replaceAll("[\\p{C}\\p{Zl}\\p{Zp}]", " ").trim().replaceAll("\\s+", " ");
    return clean.codePointCount(0, clean.length()) <= LONGEST_NAME
        ? clean
        : clean.substring(0, clean.offsetByCodePoints(0, LONGEST_NAME));
  }

  private static String scope(JsonObject request) {
    List<String> known =
        text(request, "scope", LONGEST_TEXT).stream()
            .flatMap(scope -> Arrays.stream(scope.split(" ")))
            .filter(SCOPES::contains)
            .distinct()
            .toList();
    return known.isEmpty() ? "read write" : String.join(" ", known);
  }

  private static boolean flag(JsonObject request, String member) {
    Object value = request.getValue(member);
    if (value != null && !(value instanceof Boolean)) {
      throw new OAuthException(INVALID_CLIENT_METADATA, member + " must be true or false");
    }
    return Boolean.TRUE.equals(value);
  }

  private static Optional<String> text(JsonObject request, String member, int longest) {
    Object value = request.getValue(member);
    if (value == null || value.equals("")) {
      return Optional.empty();
    }
    if (!(value instanceof String text) || text.length() > longest) {
      throw new OAuthException(
          INVALID_CLIENT_METADATA,
          member + " must be a string of " + longest + " characters at most");
    }
    return Optional.of(text);
  }

  private static List<String> texts(
      JsonObject request, String member, int most, OAuthErrorCode otherwise) {
    Object value = request.getValue(member);
    if (value == null) {
      return List.of();
    }
    if (!(value instanceof JsonArray array)
        || array.size() > most
        || !array.stream().allMatch(String.class::isInstance)) {
      throw new OAuthException(
          otherwise, member + " must be an array of " + most + " strings at most");
    }
    return array.stream().map(String.class::cast).distinct().toList();
  }

  private static List<String> prepend(String first, List<String> rest) {
    List<String> all = new ArrayList<>();
    all.add(first);
    all.addAll(rest);
    return all;
  }
}
