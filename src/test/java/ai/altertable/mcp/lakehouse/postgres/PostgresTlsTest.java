package ai.altertable.mcp.lakehouse.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.mcp.bus.Tenant;
import ai.altertable.mcp.lakehouse.LakehouseFixture;
import ai.altertable.mcp.lakehouse.connection.ConnectionCheck;
import ai.altertable.mcp.lakehouse.connection.ConnectionDraft;
import ai.altertable.mcp.lakehouse.connection.Connections;
import ai.altertable.mcp.testing.Await;
import ai.altertable.mcp.testing.RecordedAudit;
import ai.altertable.mcp.testing.SelfSigned;
import ai.altertable.mcp.testing.TestDatabase;
import io.vertx.core.json.JsonObject;
import io.vertx.pgclient.PgConnectOptions;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The modes of TLS, against a server whose certificate is for {@code localhost}. */
class PostgresTlsTest {
  @TempDir private static Path directory;

  private static LakehouseFixture fixture;
  private static Connections connections;
  private static Tenant tenant;
  private static SelfSigned certificate;
  private static PgConnectOptions reader;

  @BeforeAll
  static void start() {
    fixture = new LakehouseFixture();
    connections = fixture.connections(new RecordedAudit());
    tenant = fixture.tenant("acme", "tls");
    reader = Await.get(fixture.databases.of(tenant.environmentId())).reader();
    certificate = SelfSigned.create(directory);
    // the server's own account writes them, with the rights that it wants of a key
    write(certificate.certificate(), "test.crt");
    write(certificate.key(), "test.key");
    TestDatabase.execute("ALTER SYSTEM SET ssl_cert_file = 'test.crt'");
    TestDatabase.execute("ALTER SYSTEM SET ssl_key_file = 'test.key'");
    TestDatabase.execute("ALTER SYSTEM SET ssl = on");
    TestDatabase.execute("SELECT pg_reload_conf()");
    Await.until(() -> check("localhost", "require", null).reachable());
  }

  @AfterAll
  static void stop() {
    TestDatabase.execute("ALTER SYSTEM RESET ssl");
    TestDatabase.execute("SELECT pg_reload_conf()");
    fixture.close();
  }

  private static void write(String pem, String file) {
    TestDatabase.execute(
        "COPY (SELECT unnest(string_to_array('"
            + pem.strip()
            + "', E'\\n'))) TO PROGRAM 'umask 077; cat > "
            + file
            + "'");
  }

  private static ConnectionCheck check(String host, String tls, String ca) {
    JsonObject settings =
        new JsonObject()
            .put("host", host)
            .put("port", reader.getPort())
            .put("database", reader.getDatabase())
            .put("user", reader.getUser())
            .put("tls", tls);
    if (ca != null) {
      settings.put("ca", ca);
    }
    return Await.get(
        connections.test(
            tenant,
            new ConnectionDraft(
                "crm", "CRM", "", "postgres", settings, Optional.of(reader.getPassword()))));
  }

  @Test
  void requireEncryptsAndVerifiesNothing() {
    assertThat(check("127.0.0.1", "require", null).reachable()).isTrue();
  }

  @Test
  void verifyCaWantsTheAuthorityOnly() {
    assertThat(check("127.0.0.1", "verify-ca", certificate.certificate()).reachable()).isTrue();
    ConnectionCheck unknown = check("localhost", "verify-ca", null);
    assertThat(unknown.reachable()).isFalse();
    assertThat(unknown.message()).contains("TLS failed");
  }

  @Test
  void verifyFullWantsTheNameTooThoughTheAddressIsPinned() {
    ConnectionCheck right = check("localhost", "verify-full", certificate.certificate());
    assertThat(right.message()).startsWith("PostgreSQL");
    ConnectionCheck wrong = check("127.0.0.1", "verify-full", certificate.certificate());
    assertThat(wrong.reachable()).isFalse();
    assertThat(wrong.message()).contains("TLS failed");
    assertThat(check("localhost", "verify-full", null).reachable()).isFalse();
  }
}
