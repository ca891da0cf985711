package ai.altertable.mcp.config;

import java.util.Optional;

/**
 * The platform database, keys {@code database.*}.
 *
 * @param url {@code postgresql://user:password@host:port/database} of an external server, or empty
 *     for the embedded one
 * @param embeddedPort port of the embedded server, 0 = any free one
 * @param poolSize connections of this node
 * @param audit the audit log kept there ({@code audit.*})
 */
public record DatabaseConfig(
    Optional<String> url, int embeddedPort, int poolSize, AuditConfig audit) {
  /** Without the password that the URL may hold. */
  @Override
  public String toString() {
    return "DatabaseConfig[external=" + url.isPresent() + ", poolSize=" + poolSize + "]";
  }
}
