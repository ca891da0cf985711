package ai.altertable.mcp.tools;

import ai.altertable.mcp.bus.Caller;
import ai.altertable.mcp.config.LimitsConfig;
import ai.altertable.mcp.platform.ConcurrencyLimiter;
import ai.altertable.mcp.platform.ConcurrencyLimiter.Permit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Bounds the tool calls that run at a time: of one grant, of one organization, of this node. Shared
 * by all executors of a node; thread-safe.
 */
public final class CallLimiter {
  private static final String NODE = "node";

  private final int perGrant;
  private final ConcurrencyLimiter<UUID> grants;
  private final ConcurrencyLimiter<UUID> organizations;
  private final ConcurrencyLimiter<String> node;

  public CallLimiter(LimitsConfig.Calls limits) {
    this.perGrant = limits.token();
    this.grants = new ConcurrencyLimiter<>(limits.token());
    this.organizations = new ConcurrencyLimiter<>(limits.organization());
    this.node = new ConcurrencyLimiter<>(limits.node());
  }

  /**
   * Takes a place for one call.
   *
   * @return gives the place back, to be run once; empty when there is none left
   */
  public Optional<Runnable> acquire(Caller caller) {
    List<Permit> permits = new ArrayList<>(3);
    node.acquire(NODE).ifPresent(permits::add);
    organizations.acquire(caller.tenant().organizationId()).ifPresent(permits::add);
    grants.acquire(caller.grantId()).ifPresent(permits::add);
    Runnable release = () -> permits.forEach(Permit::release);
    if (permits.size() == 3) {
      return Optional.of(release);
    }
    release.run();
    return Optional.empty();
  }

  /** Calls of that grant that run now. */
  public int running(UUID grantId) {
    return grants.running(grantId);
  }

  /** Calls that one grant may run at a time. */
  public int perGrant() {
    return perGrant;
  }
}
