package ai.altertable.mcp.platform;

import ai.altertable.mcp.bus.Addresses;
import ai.altertable.mcp.bus.GrantRevoked;
import ai.altertable.mcp.bus.RevocationsMissed;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears from the database which grants have ended, on whatever node that happened, and passes it on
 * to this node's verticles. So revocation needs no clustered event bus.
 */
public final class RevocationListener {
  private static final Logger LOG = LoggerFactory.getLogger(RevocationListener.class);
  private static final String CHANNEL = "grant_revoked";
  // Every node listens for itself: publishing to the others would say it once for each node.
  private static final DeliveryOptions HERE = new DeliveryOptions().setLocalOnly(true);

  private final EventBus bus;

  private RevocationListener(EventBus bus) {
    this.bus = bus;
  }

  /**
   * Passes on what that listener hears.
   *
   * @param listener not started yet
   */
  public static void listen(EventBus bus, DatabaseListener listener) {
    RevocationListener revocations = new RevocationListener(bus);
    listener.on(CHANNEL, revocations::reconnected, revocations::revoked);
  }

  private void reconnected() {
    LOG.debug("listening for revoked grants");
    bus.publish(Addresses.REVOCATIONS_MISSED, new RevocationsMissed(), HERE);
  }

  private void revoked(String grantId) {
    try {
      bus.publish(Addresses.GRANT_REVOKED, new GrantRevoked(UUID.fromString(grantId)), HERE);
    } catch (IllegalArgumentException e) {
      LOG.warn("ignored a notification that names no grant channel={}", CHANNEL);
    }
  }
}
