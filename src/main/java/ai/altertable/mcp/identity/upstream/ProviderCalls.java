package ai.altertable.mcp.identity.upstream;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.altertable.mcp.config.OidcConfig;
import ai.altertable.mcp.identity.upstream.UpstreamRefused.Why;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.net.URLEncoder;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What is asked of the provider behind the browser's back: tokens for a code (OpenID Connect Core
 * 1.0 section 3.1.3), claims for an access token (section 5.3). Not through vertx-auth-oauth2,
 * which reads answers of any size.
 */
final class ProviderCalls {
  /** RFC 6750 section 2.1: nothing else goes into a header. */
  private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9._~+/-]{1,16384}=*");

  private final JsonFetch fetch;
  private final OidcConfig config;

  ProviderCalls(JsonFetch fetch, OidcConfig config) {
    this.fetch = fetch;
    this.config = config;
  }

  /**
   * Exchanges a code.
   *
   * @param callback that the code was sent to
   * @param verifier of PKCE (RFC 7636)
   * @return the provider's answer, unchecked; fails with {@link UpstreamRefused}
   */
  Future<JsonObject> tokens(
      ProviderMetadata provider, String code, String callback, String verifier) {
    Map<String, String> form = new LinkedHashMap<>();
    form.put("grant_type", "authorization_code");
    form.put("code", code);
    form.put("redirect_uri", callback);
    form.put("code_verifier", verifier);
    Map<String, String> headers = new LinkedHashMap<>();
    authenticate(provider, headers, form);
    return fetch.post(provider.token(), headers, encoded(form));
  }

  /** RFC 6749 section 2.3.1: in the header, both halves of which are form-encoded, or the form. */
  private void authenticate(
      ProviderMetadata provider, Map<String, String> headers, Map<String, String> form) {
    if (config.clientSecret().isPresent() && !provider.postsSecret()) {
      String pair = encoded(config.clientId()) + ":" + encoded(config.clientSecret().get());
      headers.put(
          "Authorization", "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(UTF_8)));
      return;
    }
    form.put("client_id", config.clientId());
    config.clientSecret().ifPresent(secret -> form.put("client_secret", secret));
  }

  /**
   * Asks who a token is about.
   *
   * @param tokens the provider's answer to {@link #tokens}
   * @return the provider's answer, unchecked; fails with {@link UpstreamRefused}
   */
  Future<JsonObject> userinfo(ProviderMetadata provider, JsonObject tokens) {
    return tokens.getValue("access_token") instanceof String token && TOKEN.matcher(token).matches()
        ? fetch.get(provider.userinfo(), Map.of("Authorization", "Bearer " + token))
        : Future.failedFuture(
            new UpstreamRefused(Why.UNTRUSTED, "the provider gave no access token"));
  }

  private static String encoded(Map<String, String> form) {
    return form.entrySet().stream()
        .map(field -> field.getKey() + "=" + encoded(field.getValue()))
        .collect(Collectors.joining("&"));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, UTF_8);
  }
}
