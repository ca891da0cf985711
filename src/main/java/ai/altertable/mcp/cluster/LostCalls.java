package ai.altertable.mcp.cluster;

import static java.util.Objects.requireNonNull;

import ai.altertable.mcp.bus.TaskCall;
import ai.altertable.mcp.bus.ToolCall;
import ai.altertable.mcp.platform.AuditEvent;
import ai.altertable.mcp.platform.AuditLog;
import io.vertx.core.Future;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls whose node died before it answered: it can no longer say in the audit log how they ended,
 * so those who asked do.
 */
public final class LostCalls {
  private static final Logger LOG = LoggerFactory.getLogger(LostCalls.class);

  private final AuditLog audit;

  public LostCalls(AuditLog audit) {
    this.audit = requireNonNull(audit, "audit is null");
  }

  /** Takes any request; only calls of tools are recorded. Completes when they are; never fails. */
  Future<Void> lost(Object request) {
    if (request instanceof ToolCall call) {
      return record(call);
    }
    return request instanceof TaskCall task ? record(task.call()) : Future.succeededFuture();
  }

  private Future<Void> record(ToolCall call) {
    AuditEvent event =
        new AuditEvent(
            Instant.now(),
            "tool.call",
            "lost",
            AuditEvent.Actor.of(call.caller()),
            new AuditEvent.Call(call.tool(), null, 0),
            call.trace().present() ? call.trace().traceId() : call.callId());
    return audit
        .commit(event)
        .onFailure(e -> LOG.warn("audit event not taken: tool={}", call.tool(), e))
        .otherwiseEmpty();
  }
}
