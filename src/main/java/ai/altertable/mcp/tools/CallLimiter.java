package ai.altertable.mcp.tools;

import ai.altertable.mcp.bus.Caller;
import ai.altertable.mcp.config.LimitsConfig;
import ai.altertable.mcp.platform.ConcurrencyLimiter;
import ai.altertable.mcp.platform.ConcurrencyLimiter.Permit;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.LongAdder;

/**
 * Bounds the tool calls that run at a time: of one grant, of one organization, of this node. The
 * last places of the node are for organizations that run less than their share, so that a few which
 * flood it leave the others room. Shared by all executors of a node; thread-safe.
 */
public final class CallLimiter {
  private static final String NODE = "node";
  private static final String ORGANIZATION = "organization";
  private static final String TOKEN = "token";

  /** One of so many of the node's places is kept, unless one organization may have them all. */
  private static final int KEPT = 8;

  private final int perGrant;
  private final int perNode;
  private final int kept;
  private final LongAdder running = new LongAdder();
  private final Map<String, LongAdder> refused =
      Map.of(NODE, new LongAdder(), ORGANIZATION, new LongAdder(), TOKEN, new LongAdder());
  private final ConcurrencyLimiter<UUID> grants;
  private final ConcurrencyLimiter<UUID> organizations;
  private final ConcurrencyLimiter<String> node;

  public CallLimiter(LimitsConfig.Calls limits) {
    this.perGrant = limits.token();
    this.perNode = limits.node();
    this.kept = limits.organization() < limits.node() ? limits.node() / KEPT : 0;
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
    UUID organization = caller.tenant().organizationId();
    if (takesOthersShare(organization)) {
      refused.get(ORGANIZATION).increment();
      return Optional.empty();
    }
    List<Permit> permits = new ArrayList<>(3);
    take(node, NODE, NODE, permits);
    take(organizations, organization, ORGANIZATION, permits);
    take(grants, caller.grantId(), TOKEN, permits);
    if (permits.size() == 3) {
      running.increment();
      return Optional.of(
          () -> {
            running.decrement();
            permits.forEach(Permit::release);
          });
    }
    permits.forEach(Permit::release);
    return Optional.empty();
  }

  /**
   * Whether the node is nearly full and the organization already runs as much as each could, were
   * there one more. Calls that come at the same moment may slip through, within the other limits.
   */
  private boolean takesOthersShare(UUID organization) {
    return kept > 0
        && node.running(NODE) >= perNode - kept
        && organizations.running(organization) >= perNode / (organizations.keys() + 1);
  }

  private <K> void take(ConcurrencyLimiter<K> limiter, K key, String limit, List<Permit> permits) {
    limiter.acquire(key).ifPresentOrElse(permits::add, () -> refused.get(limit).increment());
  }

  /** Shows how many calls run, and which limit refused how many. */
  public void measure(MeterRegistry registry) {
    Gauge.builder("altertable.calls.running", running, LongAdder::sum)
        .description("Tool calls and reads of content that run now")
        .register(registry);
    refused.forEach(
        (limit, count) ->
            FunctionCounter.builder("altertable.calls.refused", count, LongAdder::sum)
                .description("Calls that a limit of those at a time refused")
                .tag("limit", limit)
                .register(registry));
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
