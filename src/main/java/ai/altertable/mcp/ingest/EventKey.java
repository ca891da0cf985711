package ai.altertable.mcp.ingest;

import static java.util.Objects.requireNonNull;

import ai.altertable.mcp.bus.Tenant;
import java.util.UUID;

/**
 * A living key.
 *
 * @param tenant where its events go
 */
record EventKey(UUID id, Tenant tenant) {
  EventKey {
    requireNonNull(id, "id is null");
    requireNonNull(tenant, "tenant is null");
  }
}
