package ai.altertable.mcp.tasks;

import ai.altertable.mcp.bus.Addresses;
import ai.altertable.mcp.bus.ToolCall;
import ai.altertable.mcp.bus.ToolOutcome;
import ai.altertable.mcp.platform.Secrets;
import io.vertx.core.Future;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has calls run by the executors of this node; whatever happens, there is an outcome. */
final class CallRunner {
  private static final Logger LOG = LoggerFactory.getLogger(CallRunner.class);
  private static final int RETRY_SECONDS = 2;

  /** An executor answers by the deadline itself; this much later it must be dead. */
  private static final Duration GRACE = Duration.ofSeconds(5);

  private final EventBus bus;

  CallRunner(EventBus bus) {
    this.bus = bus;
  }

  Future<ToolOutcome> run(String address, ToolCall call) {
    Duration patience = Duration.between(Instant.now(), call.deadline()).plus(GRACE);
    DeliveryOptions delivery =
        new DeliveryOptions().setSendTimeout(Math.max(1, patience.toMillis())).setLocalOnly(true);
    return bus.<ToolOutcome>request(address, call, delivery)
        .map(reply -> reply.body())
        .otherwise(fault -> unanswered(call, fault));
  }

  void cancel(String callId) {
    bus.publish(Addresses.toolCancel(callId), null);
  }

  private ToolOutcome unanswered(ToolCall call, Throwable fault) {
    cancel(call.callId());
    if (fault instanceof ReplyException reply && reply.failureType() == ReplyFailure.NO_HANDLERS) {
      return new ToolOutcome.Overloaded(RETRY_SECONDS);
    }
    String correlationId = Secrets.randomToken();
    LOG.error(
        "call without an outcome tool={} correlation_id={}", call.tool(), correlationId, fault);
    return new ToolOutcome.Failed(correlationId);
  }
}
