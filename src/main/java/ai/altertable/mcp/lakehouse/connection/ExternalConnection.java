package ai.altertable.mcp.lakehouse.connection;

import static java.util.Objects.requireNonNull;

import ai.altertable.mcp.bus.Tenant;
import ai.altertable.mcp.lakehouse.CatalogInfo;
import java.util.Optional;
import java.util.UUID;

/**
 * A connection as engines take it. Holds a secret: never printed.
 *
 * @param key names this state of it: another one after every edit
 * @param tenant whose it is
 * @param info what is said of it
 * @param secret password or token
 */
public record ExternalConnection(
    Key key,
    Tenant tenant,
    CatalogInfo info,
    ConnectionSettings settings,
    Optional<String> secret) {
  public ExternalConnection {
    requireNonNull(key, "key is null");
    requireNonNull(tenant, "tenant is null");
    requireNonNull(info, "info is null");
    requireNonNull(settings, "settings is null");
    requireNonNull(secret, "secret is null");
  }

  /**
   * Names one state of a connection.
   *
   * @param version counts its edits
   */
  public record Key(UUID id, int version) {}

  @Override
  public String toString() {
    return "ExternalConnection[" + key + "]";
  }
}
