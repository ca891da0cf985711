package ai.altertable.mcp.config;

/**
 * The listener of product events, keys {@code ingest.*}.
 *
 * @param listen where it binds
 * @param bodyBytes largest request body
 * @param waiting events of this node that wait for their commit
 * @param rate events of one key
 */
public record IngestConfig(
    ListenAddress listen, int bodyBytes, int waiting, LimitsConfig.Rate rate) {}
