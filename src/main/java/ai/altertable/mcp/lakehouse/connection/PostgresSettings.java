package ai.altertable.mcp.lakehouse.connection;

import io.vertx.core.json.JsonObject;
import java.util.Optional;

/**
 * A PostgreSQL server that somebody else runs.
 *
 * @param host name or address
 * @param tls how the connection is protected
 * @param ca PEM certificates of the authorities to trust; empty = those that Java trusts
 */
public record PostgresSettings(
    String host, int port, String database, String user, Tls tls, Optional<String> ca)
    implements ConnectionSettings {
  public static final String ENGINE = "postgres";

  /** Modes of libpq (PostgreSQL documentation 34.19 "SSL Support"). */
  public enum Tls {
    DISABLE,
    REQUIRE,
    VERIFY_CA,
    VERIFY_FULL
  }

  static PostgresSettings read(SettingsReader settings) {
    Tls tls = settings.choice("tls", Tls.class, Tls.VERIFY_FULL);
    Optional<String> ca = settings.certificates("ca");
    if (ca.isPresent() && tls != Tls.VERIFY_CA && tls != Tls.VERIFY_FULL) {
      settings.fault("ca", "is only used by tls verify-ca and verify-full");
    }
    return new PostgresSettings(
        settings.host("host"),
        settings.port("port", 5432),
        settings.text("database", 63),
        settings.text("user", 63),
        tls,
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
            .put("host", host)
            .put("port", port)
            .put("database", database)
            .put("user", user)
            .put("tls", SettingsReader.word(tls));
    ca.ifPresent(pem -> json.put("ca", pem));
    return json;
  }

  @Override
  public boolean leadsWhere(ConnectionSettings other) {
    return other instanceof PostgresSettings that
        && host.equals(that.host)
        && port == that.port
        && user.equals(that.user)
        && tls == that.tls
        && ca.equals(that.ca);
  }
}
