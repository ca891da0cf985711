package ai.altertable.mcp.oauth.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;

/** P-256 keys for ES256 (RFC 7518 section 3.4). Slow: for a worker. */
final class EcKeys {
  private EcKeys() {}

  /**
   * A new key pair.
   *
   * @param kid thumbprint (RFC 7638)
   * @param publicJwk for the JWKS
   * @param pkcs8 the private key, to be sealed
   */
  record Generated(String kid, JsonObject publicJwk, Buffer pkcs8) {}

  static Generated generate() throws JOSEException {
    ECKey key =
        new ECKeyGenerator(Curve.P_256)
            .keyUse(KeyUse.SIGNATURE)
            .algorithm(JWSAlgorithm.ES256)
            .keyIDFromThumbprint(true)
            .generate();
    return new Generated(
        key.getKeyID(),
        new JsonObject(key.toPublicJWK().toJSONObject()),
        Buffer.buffer(key.toECPrivateKey().getEncoded()));
  }

  static JWSSigner signer(byte[] pkcs8) throws GeneralSecurityException, JOSEException {
    KeyFactory factory = KeyFactory.getInstance("EC");
    ECPrivateKey key = (ECPrivateKey) factory.generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
    return new ECDSASigner(key, Curve.P_256);
  }
}
