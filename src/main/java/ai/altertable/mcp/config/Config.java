package ai.altertable.mcp.config;

import java.util.Optional;

/**
 * The whole configuration, valid by construction: {@link ConfigLoader} is its only source.
 *
 * @param tracing empty: nothing is traced
 */
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
    Optional<TracingConfig> tracing,
    DemoConfig demo) {}
