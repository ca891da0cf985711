package ai.altertable.mcp.testing;

import ai.altertable.mcp.platform.Secrets;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/** A client's key pair, and what it signs with it, good or with something changed. */
public final class TestKey {
  public static final String ASSERTION_TYPE =
      "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

  private final ECKey key;

  public TestKey(String kid) {
    try {
      key = new ECKeyGenerator(Curve.P_256).keyID(kid).generate();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  public ECKey key() {
    return key;
  }

  /** The public half, as a JWK set. */
  public JsonObject jwks() {
    return new JsonObject().put("keys", new JsonArray().add(publicJwk()));
  }

  public JsonObject publicJwk() {
    return new JsonObject(key.toPublicJWK().toJSONObject());
  }

  public String thumbprint() {
    try {
      return key.computeThumbprint().toString();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The claims of a good assertion, to be changed. */
  public static Map<String, Object> claims(String clientId, String audience) {
    Map<String, Object> claims = new LinkedHashMap<>();
    claims.put("iss", clientId);
    claims.put("sub", clientId);
    claims.put("aud", audience);
    claims.put("jti", UUID.randomUUID().toString());
    claims.put("iat", seconds(0));
    claims.put("exp", seconds(60));
    return claims;
  }

  public static Date seconds(int fromNow) {
    return Date.from(Instant.now().plusSeconds(fromNow));
  }

  /** An assertion of those claims; null ones are left out. */
  public String assertion(Map<String, Object> claims) {
    return sign(new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(key.getKeyID()).build(), claims);
  }

  /** Signs whatever. */
  public String sign(JWSHeader header, Map<String, Object> claims) {
    try {
      JWTClaimsSet.Builder body = new JWTClaimsSet.Builder();
      claims.forEach(body::claim);
      SignedJWT jwt = new SignedJWT(header, body.build());
      jwt.sign(new ECDSASigner(key));
      return jwt.serialize();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The header of a DPoP proof. */
  public JWSHeader proofHeader() {
    return new JWSHeader.Builder(JWSAlgorithm.ES256)
        .type(new JOSEObjectType("dpop+jwt"))
        .jwk(key.toPublicJWK())
        .build();
  }

  /** The claims of a good DPoP proof, to be changed. */
  public static Map<String, Object> proofClaims(String method, String uri) {
    Map<String, Object> claims = new LinkedHashMap<>();
    claims.put("htm", method);
    claims.put("htu", uri);
    claims.put("jti", UUID.randomUUID().toString());
    claims.put("iat", seconds(0));
    return claims;
  }

  /** A good DPoP proof without a token. */
  public String proof(String method, String uri) {
    return sign(proofHeader(), proofClaims(method, uri));
  }

  /** The claims of a good DPoP proof for a token, to be changed. */
  public static Map<String, Object> proofClaims(String method, String uri, String token) {
    Map<String, Object> claims = proofClaims(method, uri);
    claims.put("ath", Base64.getUrlEncoder().withoutPadding().encodeToString(Secrets.hash(token)));
    return claims;
  }
}
