package ai.altertable.mcp.lakehouse.connection;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.TrustOptions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Optional;
import javax.net.ssl.TrustManagerFactory;

/** Whose certificates are believed. */
public final class Trust {
  private Trust() {}

  /**
   * @param ca PEM certificates of authorities; empty = those that Java trusts
   */
  public static TrustOptions of(Optional<String> ca) {
    if (ca.isPresent()) {
      return new PemTrustOptions().addCertValue(Buffer.buffer(ca.get()));
    }
    try {
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init((KeyStore) null);
      return TrustOptions.wrap(factory.getTrustManagers()[0]);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Java's certificate authorities cannot be read", e);
    }
  }
}
