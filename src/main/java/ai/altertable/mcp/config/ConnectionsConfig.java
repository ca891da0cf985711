package ai.altertable.mcp.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What connections may reach, keys {@code connections.*}.
 *
 * @param allowedHosts names, {@code *.example.com}, addresses or blocks; empty = every host with a
 *     public address
 * @param privateAddresses whether hosts that are not listed may have addresses that are not public
 * @param filesRoot where files of {@code duckdb} connections are, {@code
 *     <root>/<organization>/<environment>/<folder>}; empty = no such connections
 * @param most connections of one environment
 * @param duckdb what the in-process engine may take
 */
public record ConnectionsConfig(
    List<String> allowedHosts,
    boolean privateAddresses,
    Optional<Path> filesRoot,
    int most,
    DuckDb duckdb) {
  public ConnectionsConfig {
    allowedHosts = List.copyOf(allowedHosts);
  }

  /**
   * What the in-process engine may take, on this node.
   *
   * @param workers statements that run at a time
   * @param threads of one statement
   * @param memoryMegabytes of one connection's tables and statements
   */
  public record DuckDb(int workers, int threads, int memoryMegabytes) {}
}
