package ai.altertable.mcp.config;

/** The whole configuration, valid by construction: {@link ConfigLoader} is its only source. */
public record Config(
    RuntimeConfig runtime,
    HttpConfig http,
    McpConfig mcp,
    AppConfig app,
    IngestConfig ingest,
    DatabaseConfig database,
    LakehouseConfig lakehouse,
    ConnectionsConfig connections,
    OAuthConfig oauth,
    LimitsConfig limits,
    DemoConfig demo) {}
