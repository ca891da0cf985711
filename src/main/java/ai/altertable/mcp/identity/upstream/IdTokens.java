package ai.altertable.mcp.identity.upstream;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.altertable.mcp.identity.upstream.UpstreamRefused.Why;
import ai.altertable.mcp.platform.Secrets;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Validates ID tokens (OpenID Connect Core 1.0 section 3.1.3.7). */
final class IdTokens {
  private static final Duration SKEW = Duration.ofSeconds(60);

  /** Issued by the request that just ended; generous to slow networks. */
  private static final Duration OLDEST = Duration.ofMinutes(10);

  private static final int LONGEST_TOKEN = 64 * 1024;

  /** Core section 2: at most 255 ASCII characters. */
  private static final int LONGEST_SUBJECT = 255;

  private IdTokens() {}

  /** The key id that a token asks for; null when it names none or is no signed token. */
  static String keyId(String token) {
    try {
      return SignedJWT.parse(token).getHeader().getKeyID();
    } catch (ParseException e) {
      return null;
    }
  }

  /**
   * The claims of a good token.
   *
   * @param nonce of the sign-in that asked for it
   * @throws UpstreamRefused {@code UNTRUSTED} with what is wrong with it
   */
  static JWTClaimsSet validate(
      String token,
      ProviderMetadata provider,
      JWKSet keys,
      String clientId,
      String nonce,
      Instant now) {
    if (token.length() > LONGEST_TOKEN) {
      throw untrusted("it is too long");
    }
    JWTClaimsSet claims = signed(token, provider, keys);
    if (!provider.issuer().equals(claims.getIssuer())) {
      throw untrusted("it is of another issuer");
    }
    audience(claims, clientId);
    times(claims, now);
    String echoed = text(claims, "nonce");
    if (echoed == null || !Secrets.same(echoed.getBytes(UTF_8), nonce.getBytes(UTF_8))) {
      throw untrusted("it is of another sign-in");
    }
    String subject = claims.getSubject();
    if (subject == null || subject.isEmpty() || subject.length() > LONGEST_SUBJECT) {
      throw untrusted("it names no subject");
    }
    return claims;
  }

  private static JWTClaimsSet signed(String token, ProviderMetadata provider, JWKSet keys) {
    try {
      SignedJWT jwt = SignedJWT.parse(token);
      if (!provider.algorithms().contains(jwt.getHeader().getAlgorithm().getName())) {
        throw untrusted("its algorithm is not accepted");
      }
      Set<JWSAlgorithm> algorithms =
          provider.algorithms().stream().map(JWSAlgorithm::parse).collect(Collectors.toSet());
      JWKSet verifying = new JWKSet(keys.getKeys().stream().filter(IdTokens::asymmetric).toList());
      DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
      processor.setJWSKeySelector(
          new JWSVerificationKeySelector<>(algorithms, new ImmutableJWKSet<>(verifying)));
      processor.setJWTClaimsSetVerifier((claims, context) -> {});
      return processor.process(jwt, null);
    } catch (ParseException | BadJOSEException | JOSEException e) {
      throw new UpstreamRefused(
          Why.UNTRUSTED, "the ID token is not signed by the provider: " + e.getMessage(), e);
    }
  }

  private static boolean asymmetric(JWK key) {
    return key.toPublicJWK() != null;
  }

  private static void audience(JWTClaimsSet claims, String clientId) {
    List<String> audience = claims.getAudience();
    String party = text(claims, "azp");
    if (!audience.contains(clientId)) {
      throw untrusted("it is for another client");
    }
    if ((audience.size() > 1 || party != null) && !clientId.equals(party)) {
      throw untrusted("it was issued to another client");
    }
  }

  private static void times(JWTClaimsSet claims, Instant now) {
    Date expires = claims.getExpirationTime();
    Date issued = claims.getIssueTime();
    Date notBefore = claims.getNotBeforeTime();
    if (expires == null || expires.toInstant().isBefore(now.minus(SKEW))) {
      throw untrusted("it has expired");
    }
    if (issued == null
        || issued.toInstant().isAfter(now.plus(SKEW))
        || issued.toInstant().isBefore(now.minus(OLDEST))) {
      throw untrusted("it was not issued just now");
    }
    if (notBefore != null && notBefore.toInstant().isAfter(now.plus(SKEW))) {
      throw untrusted("it is not valid yet");
    }
  }

  private static String text(JWTClaimsSet claims, String name) {
    return claims.getClaim(name) instanceof String text ? text : null;
  }

  private static UpstreamRefused untrusted(String why) {
    return new UpstreamRefused(Why.UNTRUSTED, "the ID token is not good: " + why);
  }
}
