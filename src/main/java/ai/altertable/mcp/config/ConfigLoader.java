package ai.altertable.mcp.config;

import static java.time.temporal.ChronoUnit.DAYS;
import static java.time.temporal.ChronoUnit.HOURS;
import static java.time.temporal.ChronoUnit.MINUTES;
import static java.time.temporal.ChronoUnit.SECONDS;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Builds the {@link Config}: one method a section, all faults reported together. */
public final class ConfigLoader {
  private final ConfigReader read;

  private ConfigLoader(ConfigReader read) {
    this.read = read;
  }

  /**
   * Loads and checks the whole configuration.
   *
   * @param file the file of {@code --conf}, if given
   * @param environment the process environment
   * @throws ConfigException with every fault
   */
  public static Config load(Optional<Path> file, Map<String, String> environment)
      throws ConfigException {
    ConfigReader reader = new ConfigReader(ConfigSource.read(file, environment));
    Config config = new ConfigLoader(reader).config();
    DistinctPorts.check(reader, config);
    if (!reader.faults().isEmpty()) {
      throw new ConfigException(reader.faults());
    }
    return config;
  }

  private Config config() {
    RuntimeConfig runtime = runtime();
    HttpConfig http = http();
    String scheme = http.tls().isPresent() ? "https" : "http";
    if (runtime.has(Role.MCP) && !runtime.has(Role.TOOLS) && runtime.cluster().isEmpty()) {
      read.fault(
          "roles", "mcp without tools needs cluster.enabled, or nothing would run its calls");
    }
    return new Config(
        runtime,
        http,
        mcp(scheme),
        app(scheme),
        ingest(),
        database(),
        lakehouse(),
        connections(),
        oauth(),
        limits(),
        new TracingSection(read).read(),
        demo());
  }

  private RuntimeConfig runtime() {
    return new RuntimeConfig(
        read.choices("roles", Role.class),
        Path.of(read.text("data.dir")),
        read.secret(
            "secrets.key", "must be 32 bytes in base64, or a list of those", ConfigLoader::keys),
        read.listen("management"),
        read.duration("shutdown.grace_seconds", SECONDS, 0, 3600),
        read.duration("shutdown.drain_seconds", SECONDS, 0, 600),
        new ClusterSection(read).read(),
        read.flag("conformance.enabled"),
        new RuntimeConfig.Log(
            read.choice("log.level", "info", "error", "warn", "debug", "trace"),
            read.choice("log.format", "text", "json").equals("json")));
  }

  private HttpConfig http() {
    Optional<String> certificate = file("tls.certificate");
    Optional<String> key = file("tls.key");
    if (certificate.isPresent() != key.isPresent()) {
      read.fault(
          certificate.isPresent() ? "tls.key" : "tls.certificate",
          "tls.certificate and tls.key go together");
    }
    Optional<TlsConfig> tls =
        certificate.flatMap(
            chain -> key.map(secret -> new TlsConfig(Path.of(chain), Path.of(secret))));
    return new HttpConfig(tls, proxies());
  }

  private List<String> proxies() {
    List<String> blocks = read.list("proxy.trusted");
    try {
      blocks.forEach(CidrBlock::parse);
    } catch (IllegalArgumentException e) {
      read.fault("proxy.trusted", "must hold addresses or blocks like 10.0.0.0/8 and fd00::/8");
    }
    return blocks;
  }

  private Optional<String> file(String key) {
    Optional<String> path = read.optional(key);
    if (path.isPresent() && !Files.isReadable(Path.of(path.get()))) {
      read.fault(key, "must be a readable PEM file");
    }
    return path;
  }

  private McpConfig mcp(String scheme) {
    ListenAddress listen = read.listen("mcp");
    return new McpConfig(
        listen,
        origin("mcp", scheme, listen),
        read.flag("mcp.anonymous_handshake"),
        Set.copyOf(read.list("mcp.allowed_origins")),
        Set.copyOf(read.list("mcp.allowed_hosts")),
        read.duration("mcp.session_hours", HOURS, 1, 8760),
        tasks(),
        ask());
  }

  private Optional<AskConfig> ask() {
    if (read.optional("ask.url").isEmpty()) {
      for (String key : List.of("ask.model", "ask.key")) {
        if (read.optional(key).isPresent()) {
          read.fault("ask.url", "must be given when " + key + " is");
        }
      }
      return Optional.empty();
    }
    if (read.optional("ask.model").isEmpty()) {
      read.fault("ask.model", "must be given when ask.url is");
    }
    return Optional.of(
        new AskConfig(
            read.secureUrl("ask.url", "must be an https URL without query and fragment"),
            read.secret("ask.key", "must be one line of ASCII", ConfigLoader::headerValue),
            read.text("ask.model"),
            new AskConfig.Limits(
                read.integer("ask.max_steps", 1, 50),
                read.integer("ask.max_tokens", 1000, 10_000_000),
                read.duration("ask.timeout_seconds", SECONDS, 1, 3600)),
            read.duration("ask.chat_hours", HOURS, 1, 8760)));
  }

  private TasksConfig tasks() {
    return new TasksConfig(
        read.duration("tasks.after_seconds", SECONDS, 1, 3600),
        read.duration("tasks.keep_minutes", MINUTES, 5, 10_080),
        new TasksConfig.Limits(
            read.integer("tasks.per_grant", 1, 10_000),
            read.integer("tasks.per_organization", 1, 100_000),
            read.integer("tasks.per_node", 1, 100_000)));
  }

  private AppConfig app(String scheme) {
    ListenAddress listen = read.listen("app");
    return new AppConfig(
        listen,
        origin("app", scheme, listen),
        read.duration("app.session_hours", HOURS, 1, 8760),
        oidc(),
        exports(),
        notifications());
  }

  private NotificationsConfig notifications() {
    return new NotificationsConfig(
        read.optional("smtp.host").map(this::smtp),
        read.integer("notifications.attempts", 1, 100),
        read.duration("notifications.retry_seconds", SECONDS, 1, 3600),
        read.flag("notifications.private_webhooks"));
  }

  private NotificationsConfig.Smtp smtp(String host) {
    Optional<String> username = read.optional("smtp.username");
    Optional<String> password = read.secret("smtp.password", "may be any text", secret -> secret);
    if (username.isPresent() != password.isPresent()) {
      read.fault("smtp.username", "smtp.username and smtp.password go together");
    }
    String security = read.choice("smtp.security", "starttls", "tls", "none");
    if (username.isPresent() && security.equals("none")) {
      read.fault(
          "smtp.security", "must not be none with a login, which would be sent in the clear");
    }
    if (!read.optional("smtp.from").orElse("").matches("[^@\\s<>]+@[^@\\s<>]+")) {
      read.fault("smtp.from", "must be an address like alerts@example.com when smtp.host is given");
    }
    return new NotificationsConfig.Smtp(
        host,
        read.integer("smtp.port", 1, 65535),
        NotificationsConfig.Security.valueOf(security.toUpperCase(Locale.ROOT)),
        username.flatMap(
            name -> password.map(secret -> new NotificationsConfig.Login(name, secret))),
        file("smtp.certificate").map(Path::of),
        read.optional("smtp.from").orElse(""),
        read.list("smtp.domains").stream()
            .map(domain -> domain.toLowerCase(Locale.ROOT))
            .collect(Collectors.toSet()));
  }

  private ExportsConfig exports() {
    return new ExportsConfig(
        read.duration("exports.link_minutes", MINUTES, 1, 1440),
        read.integer("exports.per_environment", 1, 100),
        read.integer("exports.per_node", 1, 1000));
  }

  private IngestConfig ingest() {
    return new IngestConfig(
        read.listen("ingest"),
        read.integer("ingest.body_bytes", 1024, 64 * 1024 * 1024),
        read.integer("ingest.queue_events", 1000, 10_000_000),
        new LimitsConfig.Rate(
            read.integer("ingest.key_rate", 1, 10_000_000),
            read.integer("ingest.key_burst", 1000, 10_000_000)));
  }

  private Optional<OidcConfig> oidc() {
    if (read.optional("oidc.issuer").isEmpty()) {
      for (String key : List.of("oidc.client_id", "oidc.client_secret")) {
        if (read.optional(key).isPresent()) {
          read.fault("oidc.issuer", "must be given when " + key + " is");
        }
      }
      return Optional.empty();
    }
    if (read.optional("oidc.client_id").isEmpty()) {
      read.fault("oidc.client_id", "must be given when oidc.issuer is");
    }
    return Optional.of(
        new OidcConfig(
            read.issuer("oidc.issuer"),
            read.text("oidc.client_id"),
            read.secret("oidc.client_secret", "may be any text", secret -> secret),
            read.optional("oidc.label").orElse("single sign-on"),
            read.list("oidc.domains").stream()
                .map(domain -> domain.toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet())));
  }

  private URI origin(String section, String scheme, ListenAddress listen) {
    String key = section + ".url";
    if (listen.port() == 0 && read.optional(key).isEmpty()) {
      read.fault(key, "must be given when " + section + ".port is 0: nobody could know the port");
    }
    return read.origin(key, URI.create(scheme + "://localhost:" + listen.port()));
  }

  private DatabaseConfig database() {
    return new DatabaseConfig(
        postgres("database.url"),
        read.integer("database.embedded_port", 0, 65535),
        read.integer("database.pool_size", 2, 500),
        new AuditConfig(
            read.integer("audit.queue", 100, 1_000_000),
            read.duration("audit.retention_days", DAYS, 1, 36500)));
  }

  private LakehouseConfig lakehouse() {
    return new LakehouseConfig(
        postgres("lakehouse.admin_url"),
        read.integer("lakehouse.pool_size", 1, 100),
        read.integer("lakehouse.max_connections", 1, 10_000),
        read.duration("lakehouse.idle_seconds", SECONDS, 5, 86_400),
        new LakehouseConfig.QueryLimits(
            read.duration("lakehouse.timeout_seconds", SECONDS, 1, 3600),
            read.integer("lakehouse.max_rows", 1, 100_000),
            read.integer("lakehouse.max_characters", 1000, 1_000_000),
            read.duration("lakehouse.result_minutes", MINUTES, 1, 1440)));
  }

  private ConnectionsConfig connections() {
    Optional<Path> root = read.optional("connections.files_root").map(Path::of);
    if (root.isPresent() && !Files.isDirectory(root.get())) {
      read.fault("connections.files_root", "must be a folder");
    }
    return new ConnectionsConfig(
        hosts("connections.allowed_hosts"),
        read.flag("connections.private_addresses"),
        root,
        read.integer("connections.max_per_environment", 1, 1000),
        new ConnectionsConfig.DuckDb(
            read.integer("connections.duckdb_workers", 1, 256),
            read.integer("connections.duckdb_threads", 1, 256),
            read.integer("connections.duckdb_memory_mb", 64, 1_048_576)));
  }

  private List<String> hosts(String key) {
    List<String> hosts = read.list(key);
    for (String host : hosts) {
      try {
        if (host.indexOf('/') >= 0 || host.indexOf(':') >= 0) {
          CidrBlock.parse(host);
        }
      } catch (IllegalArgumentException e) {
        read.fault(key, "must hold host names, *.example.com, addresses or blocks like 10.0.0.0/8");
      }
    }
    return hosts;
  }

  private Optional<String> postgres(String key) {
    return read.secret(
        key,
        "must look like postgresql://user:password@host:port/database",
        ConfigLoader::postgresUrl);
  }

  private OAuthConfig oauth() {
    return new OAuthConfig(
        read.duration("oauth.access_token_seconds", SECONDS, 30, 86_400),
        read.duration("oauth.refresh_token_days", DAYS, 1, 3650),
        read.duration("oauth.grant_days", DAYS, 1, 3650),
        read.duration("oauth.key_days", DAYS, 1, 3650),
        Set.copyOf(read.list("oauth.redirect_schemes")),
        read.flag("oauth.metadata_private_addresses"),
        new OAuthConfig.Registrations(
            read.integer("oauth.registrations_per_hour", 1, 1_000_000),
            read.duration("oauth.client_days", DAYS, 1, 3650)),
        new OAuthConfig.Requests(
            new LimitsConfig.Rate(
                read.integer("oauth.address_rate", 1, 1_000_000),
                read.integer("oauth.address_burst", 1, 1_000_000)),
            new LimitsConfig.Rate(
                read.integer("oauth.client_rate", 1, 1_000_000),
                read.integer("oauth.client_burst", 1, 1_000_000))));
  }

  private LimitsConfig limits() {
    return new LimitsConfig(
        read.integer("limits.body_bytes", 1024, 64 * 1024 * 1024),
        read.integer("limits.header_bytes", 4096, 1024 * 1024),
        read.duration("limits.request_seconds", SECONDS, 1, 600),
        read.integer("limits.connections", 1, 1_000_000),
        new LimitsConfig.Rate(
            read.integer("limits.token_rate", 1, 1_000_000),
            read.integer("limits.token_burst", 1, 1_000_000)),
        new LimitsConfig.Calls(
            read.integer("limits.token_calls", 1, 10_000),
            read.integer("limits.organization_calls", 1, 100_000),
            read.integer("limits.node_calls", 1, 100_000)),
        new LimitsConfig.Streams(
            read.integer("limits.streams", 1, 1_000_000),
            read.integer("limits.replay_bytes", 1 << 20, 1 << 30),
            read.duration("limits.replay_seconds", SECONDS, 1, 3600)));
  }

  private DemoConfig demo() {
    return new DemoConfig(read.flag("demo.enabled"), read.optional("demo.password"));
  }

  private static String keys(String list) {
    List<String> keys = Arrays.stream(list.split(",", -1)).map(String::trim).toList();
    if (keys.stream().anyMatch(key -> Base64.getDecoder().decode(key).length != 32)) {
      throw new IllegalArgumentException("not 32 bytes");
    }
    return String.join(",", keys);
  }

  private static String headerValue(String secret) {
    if (!secret.chars().allMatch(c -> c > ' ' && c < 127)) {
      throw new IllegalArgumentException("no header can hold it");
    }
    return secret;
  }

  private static String postgresUrl(String url) {
    URI uri = URI.create(url);
    boolean postgres = "postgresql".equals(uri.getScheme()) || "postgres".equals(uri.getScheme());
    boolean complete =
        uri.getHost() != null
            && uri.getUserInfo() != null
            && uri.getPath() != null
            && uri.getPath().length() > 1;
    if (!postgres || !complete) {
      throw new IllegalArgumentException("not a complete Postgres URL");
    }
    return url;
  }
}
