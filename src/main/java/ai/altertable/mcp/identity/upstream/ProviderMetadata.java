package ai.altertable.mcp.identity.upstream;

import ai.altertable.mcp.identity.upstream.UpstreamRefused.Why;
import ai.altertable.mcp.platform.PublicAddresses;
import io.netty.util.NetUtil;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.InetAddress;
import java.net.URI;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * What a provider says of itself (OpenID Connect Discovery 1.0 section 3), checked: it is the one
 * that is configured, and every address in it is as safe as the issuer's. So a document that was
 * tampered with can send this server to no address inside its own network that the operator did not
 * name.
 *
 * @param algorithms of ID tokens that are accepted: asymmetric ones alone
 * @param userinfo or null when there is none
 * @param namesItself whether every answer carries the issuer (RFC 9207)
 * @param postsSecret whether the client secret travels in the form and not in the header
 */
record ProviderMetadata(
    String issuer,
    URI authorization,
    URI token,
    URI jwks,
    URI userinfo,
    Set<String> algorithms,
    boolean namesItself,
    boolean postsSecret) {
  /** No HMAC, whose key would be the client secret, and no "none". */
  private static final Set<String> ASYMMETRIC =
      Set.of(
          "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512",
          "Ed25519", "EdDSA");

  /**
   * The last label has a letter (RFC 3696 section 2): no other spelling of an address is a name.
   */
  private static final Pattern NAME =
      Pattern.compile("[A-Za-z0-9-]+(\\.[A-Za-z0-9-]+)*\\.(?=[0-9-]*[A-Za-z])[A-Za-z0-9-]+");

  ProviderMetadata {
    algorithms = Set.copyOf(algorithms);
  }

  /**
   * @param expected the configured issuer, byte by byte
   * @throws UpstreamRefused when the document cannot be used
   */
  static ProviderMetadata of(URI expected, JsonObject document) {
    try {
      if (!expected.toString().equals(document.getString("issuer"))) {
        throw unusable("it names another issuer");
      }
      Set<String> algorithms = new TreeSet<>(ASYMMETRIC);
      JsonArray offered = document.getJsonArray("id_token_signing_alg_values_supported");
      if (offered != null) {
        algorithms.removeIf(algorithm -> !offered.contains(algorithm));
      }
      if (algorithms.isEmpty()) {
        throw unusable("it signs ID tokens with no algorithm that is accepted");
      }
      JsonArray methods = document.getJsonArray("token_endpoint_auth_methods_supported");
      return new ProviderMetadata(
          expected.toString(),
          address(expected, document, "authorization_endpoint"),
          address(expected, document, "token_endpoint"),
          address(expected, document, "jwks_uri"),
          document.containsKey("userinfo_endpoint")
              ? address(expected, document, "userinfo_endpoint")
              : null,
          algorithms,
          Boolean.TRUE.equals(
              document.getBoolean("authorization_response_iss_parameter_supported")),
          methods != null
              && methods.contains("client_secret_post")
              && !methods.contains("client_secret_basic"));
    } catch (ClassCastException e) {
      throw unusable("it is malformed");
    }
  }

  private static URI address(URI issuer, JsonObject document, String member) {
    try {
      URI address = URI.create(Objects.requireNonNullElse(document.getString(member), ""));
      boolean home = issuer.getHost().equalsIgnoreCase(address.getHost());
      boolean safe =
          "https".equals(address.getScheme())
              ? home || elsewhere(address.getHost())
              // In development both are on this machine; then the port may differ, nothing else.
              : home && "http".equals(address.getScheme()) && "http".equals(issuer.getScheme());
      if (safe && address.getRawUserInfo() == null && address.getRawFragment() == null) {
        return address;
      }
    } catch (IllegalArgumentException e) {
      // refused below, like any other address that cannot be used
    }
    throw unusable(member + " is no address that may be called");
  }

  /** Whether a host that is not the issuer's is no place inside: a name, or a public address. */
  private static boolean elsewhere(String host) {
    if (host == null || host.equalsIgnoreCase("localhost")) {
      return false;
    }
    InetAddress literal = NetUtil.createInetAddressFromIpAddressString(host);
    return literal == null ? NAME.matcher(host).matches() : PublicAddresses.contains(literal);
  }

  private static UpstreamRefused unusable(String why) {
    return new UpstreamRefused(Why.UNAVAILABLE, "the provider's metadata cannot be used: " + why);
  }
}
