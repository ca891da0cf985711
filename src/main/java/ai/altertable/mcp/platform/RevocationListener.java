package ai.altertable.mcp.platform;

import ai.altertable.mcp.bus.Addresses;
import ai.altertable.mcp.bus.GrantChanged;
import ai.altertable.mcp.bus.GrantRevoked;
import ai.altertable.mcp.bus.RevocationsMissed;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import java.util.UUID;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears from the database which grants have ended or changed, on whatever node that happened, and
 * passes it on to this node's verticles. So revocation needs no clustered event bus.
 */
public final class RevocationListener {
  private static final Logger LOG = LoggerFactory.getLogger(RevocationListener.class);
  private static final String REVOKED = "grant_revoked";
  private static final String CHANGED = "grant_changed";
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
    listener.on(
        REVOKED,
        revocations::reconnected,
        grant -> revocations.publish(Addresses.GRANT_REVOKED, grant, GrantRevoked::new));
    // One connection hears both channels: that it listens anew is said once.
    listener.on(
        CHANGED,
        () -> {},
        grant -> revocations.publish(Addresses.GRANT_CHANGED, grant, GrantChanged::new));
  }

  private void reconnected() {
    LOG.debug("listening for revoked grants");
    bus.publish(Addresses.REVOCATIONS_MISSED, new RevocationsMissed(), HERE);
  }

  private void publish(String address, String grantId, Function<UUID, Object> message) {
    try {
      bus.publish(address, message.apply(UUID.fromString(grantId)), HERE);
    } catch (IllegalArgumentException e) {
      LOG.warn("ignored a notification that names no grant address={}", address);
    }
  }
}
