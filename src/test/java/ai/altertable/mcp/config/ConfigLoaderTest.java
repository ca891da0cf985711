package ai.altertable.mcp.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ConfigLoaderTest {
  private static final Path DEFAULTS = Path.of("conf", "config.yaml");
  private static final String KEY = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

  @TempDir private Path directory;

  /** Keys that name files that must exist, and go together. */
  private static final Set<String> FILES =
      Set.of(
          "tls.certificate", "tls.key", "cluster.certificate", "cluster.key", "cluster.authority");

  /** The rest of a group says nothing without these. */
  private static final Map<String, String> ASK =
      Map.of("ALTERTABLE_ASK_URL", "https://llm.example.com/v1", "ALTERTABLE_ASK_MODEL", "m");

  private static final Map<String, String> OIDC =
      Map.of(
          "ALTERTABLE_OIDC_ISSUER", "https://id.example.com",
          "ALTERTABLE_OIDC_CLIENT_ID", "altertable");

  /** The same of mail. */
  private static final Map<String, String> SMTP =
      Map.of(
          "ALTERTABLE_SMTP_HOST", "mail.example.com",
          "ALTERTABLE_SMTP_FROM", "alerts@example.com",
          "ALTERTABLE_SMTP_USERNAME", "mailer",
          "ALTERTABLE_SMTP_PASSWORD", "of the mailer");

  /** What the other keys of a section need to mean anything. */
  private static final Map<String, Map<String, String>> GROUPS =
      Map.of(
          "ask",
          ASK,
          "oidc",
          OIDC,
          "smtp",
          SMTP,
          "tracing",
          Map.of("ALTERTABLE_TRACING_ENDPOINT", "http://localhost:4318"),
          "cluster",
          Map.of("ALTERTABLE_CLUSTER_ENABLED", "true"));

  /** A value other than the default for keys that not just any text fits. */
  private static final Map<String, String> OTHERS =
      Map.ofEntries(
          Map.entry("roles", "mcp,tools"),
          Map.entry("secrets.key", KEY),
          Map.entry("mcp.port", "8090"),
          Map.entry("mcp.url", "https://mcp.example.com"),
          Map.entry("app.url", "https://app.example.com"),
          Map.entry("proxy.trusted", "10.0.0.0/8"),
          Map.entry("database.url", "postgresql://u:p@h:5432/d"),
          Map.entry("lakehouse.admin_url", "postgresql://a:p@h:5432/d"),
          Map.entry("connections.files_root", "src"),
          Map.entry("ask.url", "http://127.0.0.1:11434/v1"),
          Map.entry("oidc.issuer", "https://login.example.org"),
          Map.entry("oidc.domains", "example.com"),
          Map.entry("smtp.from", "others@example.com"),
          Map.entry("smtp.security", "tls"),
          Map.entry("smtp.certificate", "pom.xml"),
          Map.entry("smtp.domains", "example.com"),
          Map.entry("cluster.host", "127.0.0.2"),
          Map.entry("cluster.members", "localhost:5711"),
          Map.entry("tracing.endpoint", "http://collector.example.com:4318"),
          Map.entry("tracing.headers", "authorization=Bearer%20of-the-collector"),
          Map.entry("tracing.sample_ratio", "0.25"),
          Map.entry("log.level", "debug"),
          Map.entry("log.format", "json"));

  static Stream<String> keys() throws IOException {
    Map<String, String> keys = new TreeMap<>();
    flatten("", new YAMLMapper().readTree(DEFAULTS.toFile()), keys);
    return keys.keySet().stream().filter(key -> !FILES.contains(key));
  }

  @Test
  void theDefaultsAreValid() throws ConfigException {
    Config config = load(Map.of());

    assertThat(config.mcp().canonicalResource()).isEqualTo("http://localhost:8080/v1");
    assertThat(config.app().issuer()).isEqualTo("http://localhost:8081");
    assertThat(config.runtime().roles()).containsExactlyInAnyOrder(Role.MCP, Role.APP, Role.TOOLS);
    assertThat(config.runtime().shutdownGrace()).isEqualTo(Duration.ofSeconds(10));
    assertThat(config.database().url()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("keys")
  void everyKeyCanComeFromTheEnvironment(String key) throws Exception {
    String variable = "ALTERTABLE_" + key.replace('.', '_').toUpperCase(Locale.ROOT);
    String standard = ConfigSource.read(Optional.empty(), Map.of()).get(key);
    String other = other(key, standard);

    Map<String, String> without =
        key.equals("cluster.enabled")
            ? Map.of()
            : GROUPS.getOrDefault(key.split("\\.", 2)[0], Map.of());
    Map<String, String> with = new HashMap<>(without);
    with.put(variable, other);

    ConfigSource source = ConfigSource.read(Optional.empty(), with);

    assertThat(source.faults()).isEmpty();
    assertThat(source.get(key)).isEqualTo(other).isNotEqualTo(standard);
    assertThat(load(with))
        .as("the setting reaches the typed configuration")
        .usingRecursiveComparison()
        .isNotEqualTo(load(without));
  }

  @Test
  void theEnvironmentWinsOverTheFileAndTheFileOverTheDefaults() throws Exception {
    Path file = file("mcp:\n  port: 9001\napp:\n  port: 9002\n");

    Config config = ConfigLoader.load(Optional.of(file), Map.of("ALTERTABLE_APP_PORT", "9003"));

    assertThat(config.mcp().listen().port()).isEqualTo(9001);
    assertThat(config.app().listen().port()).isEqualTo(9003);
  }

  @Test
  void listsEveryFaultAtOnce() throws IOException {
    Path file =
        file(
            """
            mcp:
              port: eighty
              colour: red
            app:
              url: https://app.example.com/path
            roles: [mcp, cook]
            limits:
              body_bytes: 1
            proxy:
              trusted: [10.0.0.0/33]
            log:
              level: loud
            """);

    List<ConfigFault> faults =
        faults(
            Optional.of(file), Map.of("ALTERTABLE_MCP_POTR", "1", "ALTERTABLE_DEMO_ENABLED", "y"));

    assertThat(faults)
        .extracting(ConfigFault::key)
        .contains(
            "mcp.port",
            "mcp.colour",
            "app.url",
            "roles",
            "limits.body_bytes",
            "proxy.trusted",
            "log.level",
            "ALTERTABLE_MCP_POTR",
            "demo.enabled");
    assertThat(faults)
        .filteredOn(fault -> fault.key().equals("mcp.port"))
        .singleElement()
        .satisfies(
            fault -> {
              assertThat(fault.value()).isEqualTo("eighty");
              assertThat(fault.allowed()).contains("0 to 65535");
            });
  }

  @Test
  void neverShowsASecret() {
    List<ConfigFault> faults =
        faults(
            Optional.empty(),
            Map.of(
                "ALTERTABLE_SECRETS_KEY", "sesame",
                "ALTERTABLE_DATABASE_URL", "mysql://user:sesame@host/db",
                "ALTERTABLE_LAKEHOUSE_ADMIN_URL", "sesame",
                "ALTERTABLE_SECRET_KEY", "sesame"));

    assertThat(faults).hasSize(4);
    assertThat(new ConfigException(faults).getMessage()).doesNotContain("sesame");
  }

  @Test
  void theTypedConfigurationPrintsNoSecret() throws ConfigException {
    Config config =
        load(
            Map.of(
                "ALTERTABLE_SECRETS_KEY", KEY,
                "ALTERTABLE_DATABASE_URL", "postgresql://user:sesame@host:1/db",
                "ALTERTABLE_LAKEHOUSE_ADMIN_URL", "postgresql://user:sesame@host:1/db",
                "ALTERTABLE_ASK_URL", "https://llm.example.com/v1",
                "ALTERTABLE_ASK_MODEL", "m",
                "ALTERTABLE_ASK_KEY", "sesame",
                "ALTERTABLE_DEMO_PASSWORD", "sesame"));

    assertThat(config.toString()).doesNotContain("sesame", KEY);
  }

  @Test
  void aFileThatIsNotYamlOrNotThereIsAFault() throws IOException {
    assertThat(faults(Optional.of(file("mcp: [")), Map.of()))
        .singleElement()
        .satisfies(fault -> assertThat(fault.allowed()).startsWith("is not YAML"));
    assertThat(faults(Optional.of(directory.resolve("nowhere.yaml")), Map.of()))
        .singleElement()
        .satisfies(fault -> assertThat(fault.allowed()).startsWith("cannot be read"));
  }

  @Test
  void tlsNeedsBothFiles() throws IOException {
    String certificate = Files.writeString(directory.resolve("c.pem"), "x").toString();

    assertThat(faults(Optional.empty(), Map.of("ALTERTABLE_TLS_CERTIFICATE", certificate)))
        .extracting(ConfigFault::key)
        .containsExactly("tls.key");
  }

  @Test
  void aPortThatTheSystemChoosesNeedsAnUrl() throws ConfigException {
    assertThat(faults(Optional.empty(), Map.of("ALTERTABLE_MCP_PORT", "0")))
        .extracting(ConfigFault::key)
        .containsExactly("mcp.url");
    assertThat(load(Map.of("ALTERTABLE_MCP_PORT", "0", "ALTERTABLE_MCP_URL", "http://localhost:1")))
        .isNotNull();
  }

  @Test
  void twoListenersOnOnePortAreAFault() throws ConfigException {
    assertThat(faults(Optional.empty(), Map.of("ALTERTABLE_MCP_PORT", "8081")))
        .singleElement()
        .satisfies(
            fault -> {
              assertThat(fault.key()).isEqualTo("app.port");
              assertThat(fault.allowed()).contains("mcp.port");
            });
    Map<String, String> wildcard =
        Map.of("ALTERTABLE_MANAGEMENT_HOST", "0.0.0.0", "ALTERTABLE_MANAGEMENT_PORT", "8080");
    assertThat(faults(Optional.empty(), wildcard))
        .extracting(ConfigFault::key)
        .containsExactly("mcp.port");

    // Two addresses, and a role that this node does not have.
    assertThat(load(Map.of("ALTERTABLE_MCP_PORT", "8081", "ALTERTABLE_MCP_HOST", "127.0.0.2")))
        .isNotNull();
    assertThat(load(Map.of("ALTERTABLE_APP_PORT", "8082"))).isNotNull();
  }

  private static String other(String key, String standard) {
    if (OTHERS.containsKey(key)) {
      return OTHERS.get(key);
    }
    if (standard.equals("true") || standard.equals("false")) {
      return standard.equals("true") ? "false" : "true";
    }
    return standard.matches("[0-9]+") ? Long.toString(Long.parseLong(standard) + 1) : "other";
  }

  private static Config load(Map<String, String> environment) throws ConfigException {
    return ConfigLoader.load(Optional.empty(), environment);
  }

  private static List<ConfigFault> faults(Optional<Path> file, Map<String, String> environment) {
    return catchThrowableOfType(ConfigException.class, () -> ConfigLoader.load(file, environment))
        .faults();
  }

  private Path file(String yaml) throws IOException {
    return Files.writeString(directory.resolve("config.yaml"), yaml);
  }

  private static void flatten(String prefix, JsonNode node, Map<String, String> into) {
    node.properties()
        .forEach(
            field -> {
              String key = prefix + field.getKey();
              if (field.getValue().isObject()) {
                flatten(key + ".", field.getValue(), into);
              } else {
                into.put(key, field.getValue().asText());
              }
            });
  }
}
