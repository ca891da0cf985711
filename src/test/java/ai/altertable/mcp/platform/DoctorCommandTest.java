package ai.altertable.mcp.platform;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.altertable.mcp.config.Config;
import ai.altertable.mcp.config.ConfigException;
import ai.altertable.mcp.config.ConfigLoader;
import ai.altertable.mcp.testing.SelfSigned;
import ai.altertable.mcp.testing.TestDatabase;
import ai.altertable.mcp.testing.TestProvider;
import io.vertx.core.json.JsonObject;
import io.vertx.pgclient.PgConnectOptions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the doctor says of installations that are well, and of others. */
class DoctorCommandTest {
  private static final String KEY = Base64.getEncoder().encodeToString(new byte[32]);

  @TempDir private Path directory;

  /**
   * What it printed.
   *
   * @param findings {@code verdict text} by subject
   */
  private record Diagnosis(int status, Map<String, String> findings) {}

  @Test
  void anEmptyMachineIsReady() throws Exception {
    Diagnosis diagnosis = examine(Map.of());

    assertThat(diagnosis.status()).as("%s", diagnosis).isZero();
    assertThat(diagnosis.findings().get("configuration")).isEqualTo("ok valid");
    assertThat(diagnosis.findings().get("database")).startsWith("ok embedded, not running");
    assertThat(diagnosis.findings().get("secrets.key")).startsWith("ok none yet");
    assertThat(diagnosis.findings()).containsKeys("disk", "port mcp", "port app", "mcp.url");
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void aDatabaseOfOnesOwnIsAskedForVersionClockPlacesAndSchema() throws Exception {
    Diagnosis diagnosis = examine(external(TestDatabase.create()));

    assertThat(diagnosis.status()).as("%s", diagnosis).isZero();
    assertThat(diagnosis.findings().get("database")).startsWith("ok PostgreSQL ");
    assertThat(diagnosis.findings().get("clock")).startsWith("ok ");
    assertThat(diagnosis.findings().get("connections")).contains("a node may open");
    assertThat(diagnosis.findings().get("schema")).endsWith("up to date");
  }

  @Test
  void whoCannotLogInIsToldWhichSettingAndNeverThePassword() throws Exception {
    Map<String, String> settings = external(TestDatabase.create());
    settings.compute(
        "ALTERTABLE_DATABASE_URL", (key, url) -> url.replaceFirst(":[^:@]*@", ":sesame@"));

    Diagnosis diagnosis = examine(settings);

    assertThat(diagnosis.status()).isEqualTo(1);
    assertThat(diagnosis.findings().get("database"))
        .startsWith("failed database.url")
        .contains("password authentication failed")
        .doesNotContain("sesame");
  }

  @Test
  void aSchemaOfANewerVersionIsNotOurs() throws Exception {
    TestDatabase database = TestDatabase.create();
    execute(
        database,
        "INSERT INTO flyway_schema_history (installed_rank, version, description, type, script,"
            + " checksum, installed_by, execution_time, success) VALUES (9999, '9999', 'later',"
            + " 'SQL', 'V9999__later.sql', 1, 'altertable', 1, true)");

    Diagnosis diagnosis = examine(external(database));

    assertThat(diagnosis.status()).isEqualTo(1);
    assertThat(diagnosis.findings().get("schema")).startsWith("failed is not this program's");
  }

  @Test
  void anotherKeyThanTheDatabasesIsFound() throws Exception {
    TestDatabase database = TestDatabase.create();
    byte[] other = new byte[32];
    other[0] = 1;
    byte[] sealed = new Secrets(other).seal("signing-key/kid", new byte[] {1});
    execute(
        database,
        "INSERT INTO signing_key (kid, public_jwk, private_sealed) VALUES ('kid', '{}', '\\x"
            + java.util.HexFormat.of().formatHex(sealed)
            + "')");

    Diagnosis diagnosis = examine(external(database));

    assertThat(diagnosis.status()).isEqualTo(1);
    assertThat(diagnosis.findings().get("sealed keys")).startsWith("failed do not open");
  }

  @Test
  void certificatesAreReadForTheirEnd() throws Exception {
    SelfSigned made = SelfSigned.create(directory);
    Map<String, String> settings =
        Map.of(
            "ALTERTABLE_TLS_CERTIFICATE",
            Files.writeString(directory.resolve("tls.pem"), made.certificate()).toString(),
            "ALTERTABLE_TLS_KEY",
            Files.writeString(directory.resolve("tls.key"), made.key()).toString());

    // keytool makes them for ninety days
    assertThat(certificate(settings, 0)).startsWith("ok ");
    assertThat(certificate(settings, 80)).startsWith("warning ");
    assertThat(certificate(settings, 100)).startsWith("failed ").contains("renew");
  }

  private String certificate(Map<String, String> settings, int days) throws Exception {
    Clock clock = Clock.offset(Clock.systemUTC(), Duration.ofDays(days));
    return examine(settings, clock).findings().get("tls.certificate");
  }

  @Test
  void aPortInUseIsNamed() throws Exception {
    try (ServerSocket other =
        new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
      Diagnosis diagnosis =
          examine(Map.of("ALTERTABLE_MANAGEMENT_PORT", Integer.toString(other.getLocalPort())));

      assertThat(diagnosis.status()).isEqualTo(1);
      assertThat(diagnosis.findings().get("port management"))
          .startsWith("failed ")
          .contains("management.port");
    }
  }

  @Test
  void theMailServerMustGreet() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread mail = new Thread(() -> greet(server), "mail");
      mail.start();
      Map<String, String> settings = new HashMap<>();
      settings.put("ALTERTABLE_SMTP_HOST", "127.0.0.1");
      settings.put("ALTERTABLE_SMTP_PORT", Integer.toString(server.getLocalPort()));
      settings.put("ALTERTABLE_SMTP_FROM", "alerts@example.com");
      settings.put("ALTERTABLE_SMTP_SECURITY", "none");
      assertThat(examine(settings).findings().get("smtp")).startsWith("ok ");
      mail.join();
      server.close();

      Diagnosis away = examine(settings);

      assertThat(away.status()).isEqualTo(1);
      assertThat(away.findings().get("smtp")).startsWith("failed ").contains("smtp.host");
    }
  }

  private static void greet(ServerSocket server) {
    try (Socket client = server.accept()) {
      client.getOutputStream().write("220 mail.example.com ESMTP\r\n".getBytes(US_ASCII));
      client.getInputStream().read();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void theProviderMustBeWhoItIsSaidToBe() throws Exception {
    Map<String, String> settings = new HashMap<>();
    settings.put("ALTERTABLE_OIDC_CLIENT_ID", TestProvider.CLIENT);
    try (TestProvider provider = TestProvider.start()) {
      settings.put("ALTERTABLE_OIDC_ISSUER", provider.issuer());
      assertThat(examine(settings).findings().get("oidc")).startsWith("ok ");
      settings.put("ALTERTABLE_OIDC_ISSUER", provider.issuer().replace("localhost", "127.0.0.1"));
      assertThat(examine(settings).findings().get("oidc")).contains("calls itself");
    }

    assertThat(examine(settings).findings().get("oidc")).startsWith("failed ");
  }

  @Test
  void publicNamesAreHttpsAndKnown() throws Exception {
    Diagnosis diagnosis =
        examine(
            Map.of(
                "ALTERTABLE_MCP_URL", "https://no-such-host.invalid",
                "ALTERTABLE_APP_URL", "https://localhost:8081"));

    assertThat(diagnosis.status()).isEqualTo(1);
    assertThat(diagnosis.findings().get("mcp.url")).startsWith("failed ").contains("DNS");
    assertThat(diagnosis.findings().get("app.url")).startsWith("ok ");
  }

  @Test
  void wordsAndArgumentsAreChecked() throws Exception {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    new DoctorCommand().run(config(Map.of()), List.of(), new PrintStream(text, true, UTF_8));

    assertThat(text.toString(UTF_8)).contains("ok       configuration    valid");
    assertThatThrownBy(
            () ->
                new DoctorCommand()
                    .run(config(Map.of()), List.of("--cure"), new PrintStream(text, true, UTF_8)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private Diagnosis examine(Map<String, String> settings) throws Exception {
    return examine(settings, Clock.systemUTC());
  }

  private Diagnosis examine(Map<String, String> settings, Clock clock) throws Exception {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    int status =
        new DoctorCommand(clock)
            .run(config(settings), List.of("--json"), new PrintStream(text, true, UTF_8));
    JsonObject said = new JsonObject(text.toString(UTF_8));
    assertThat(said.getBoolean("ok")).isEqualTo(status == 0);
    return new Diagnosis(
        status,
        said.getJsonArray("findings").stream()
            .map(JsonObject.class::cast)
            .collect(
                Collectors.toMap(
                    one -> one.getString("subject"),
                    one -> one.getString("verdict") + " " + one.getString("text"))));
  }

  private Config config(Map<String, String> settings) throws ConfigException {
    Map<String, String> environment = new HashMap<>();
    // any free port: the usual ones may be in use where tests run
    environment.put("ALTERTABLE_MCP_PORT", "0");
    environment.put("ALTERTABLE_APP_PORT", "0");
    environment.put("ALTERTABLE_MANAGEMENT_PORT", "0");
    environment.put("ALTERTABLE_MCP_URL", "http://localhost:8080");
    environment.put("ALTERTABLE_APP_URL", "http://localhost:8081");
    environment.put("ALTERTABLE_DATA_DIR", directory.toString());
    environment.putAll(settings);
    return ConfigLoader.load(Optional.empty(), environment);
  }

  private static Map<String, String> external(TestDatabase database) {
    PgConnectOptions platform = database.access().platform();
    Map<String, String> settings = new HashMap<>();
    settings.put(
        "ALTERTABLE_DATABASE_URL",
        "postgresql://%s:%s@127.0.0.1:%d/%s"
            .formatted(
                platform.getUser(),
                platform.getPassword(),
                platform.getPort(),
                platform.getDatabase()));
    settings.put("ALTERTABLE_SECRETS_KEY", KEY);
    return settings;
  }

  private static void execute(TestDatabase database, String sql) throws Exception {
    PgConnectOptions platform = database.access().platform();
    try (Connection connection =
            DriverManager.getConnection(
                Migrations.jdbcUrl(platform), platform.getUser(), platform.getPassword());
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
