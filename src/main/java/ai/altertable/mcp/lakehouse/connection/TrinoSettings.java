package ai.altertable.mcp.lakehouse.connection;

import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A Trino cluster.
 *
 * @param url origin of the coordinator: {@code https://trino.example.com:8443}
 * @param user that statements run as
 * @param auth what the secret is
 * @param catalog Trino's own name of the catalog that the connection stands for
 * @param schema that names without one are looked up in, or empty
 * @param sees how Trino calls other catalogs of the environment that it reads too: their name to
 *     Trino's
 * @param ca PEM certificates of the authorities to trust; empty = those that Java trusts
 */
public record TrinoSettings(
    URI url,
    String user,
    Auth auth,
    String catalog,
    Optional<String> schema,
    Map<String, String> sees,
    Optional<String> ca)
    implements ConnectionSettings {
  public static final String ENGINE = "trino";

  /** What the secret is. */
  public enum Auth {
    /** There is none. */
    NONE,
    /** A password (RFC 7617). */
    BASIC,
    /** A JSON Web Token (RFC 6750). */
    JWT
  }

  public TrinoSettings {
    sees = Map.copyOf(sees);
  }

  static TrinoSettings read(SettingsReader settings) {
    URI url = settings.origin("url");
    Auth auth = settings.choice("auth", Auth.class, Auth.NONE);
    Optional<String> ca = settings.certificates("ca");
    boolean plain = "http".equals(url.getScheme());
    if (plain && auth != Auth.NONE) {
      settings.fault("url", "must be https: a password or token is never sent in the clear");
    }
    if (plain && ca.isPresent()) {
      settings.fault("ca", "is only used by https");
    }
    return new TrinoSettings(
        url,
        settings.text("user", 255),
        auth,
        settings.text("catalog", 255),
        settings.optional("schema", 255),
        settings.names("sees"),
        ca);
  }

  @Override
  public String engine() {
    return ENGINE;
  }

  @Override
  public JsonObject toJson() {
    JsonObject json =
        new JsonObject()
            .put("url", url.toString())
            .put("user", user)
            .put("auth", SettingsReader.word(auth))
            .put("catalog", catalog);
    schema.ifPresent(name -> json.put("schema", name));
    if (!sees.isEmpty()) {
      json.put("sees", new JsonObject(new TreeMap<>(sees)));
    }
    ca.ifPresent(pem -> json.put("ca", pem));
    return json;
  }

  @Override
  public boolean leadsWhere(ConnectionSettings other) {
    return other instanceof TrinoSettings that
        && url.equals(that.url)
        && user.equals(that.user)
        && auth == that.auth
        && ca.equals(that.ca);
  }
}
