package ai.altertable.mcp.tools;

import ai.altertable.mcp.analytics.DefinitionException;
import ai.altertable.mcp.bus.ToolCall;
import ai.altertable.mcp.bus.ToolOutcome;
import ai.altertable.mcp.lakehouse.QueryFault;
import ai.altertable.mcp.platform.Secrets;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns the failure of a tool into an outcome: what a model can mend in words, everything else by a
 * correlation id alone.
 */
final class FailureOutcomes {
  private static final Logger LOG = LoggerFactory.getLogger(FailureOutcomes.class);
  private static final int RETRY_AFTER_SECONDS = 1;
  private static final int CORRELATION_LENGTH = 16;

  private FailureOutcomes() {}

  static ToolOutcome of(ToolCall call, Throwable failure) {
    if (failure instanceof ToolFault || failure instanceof DefinitionException) {
      return ToolOutcome.Completed.error(failure.getMessage());
    }
    if (failure instanceof ToolQuestion question) {
      return question.outcome();
    }
    if (failure instanceof QueryFault fault) {
      return fault.kind() == QueryFault.Kind.CANCELLED
          ? new ToolOutcome.Cancelled()
          : ToolOutcome.Completed.error(QueryFaultText.of(fault));
    }
    if (failure instanceof RejectedExecutionException) {
      return new ToolOutcome.Overloaded(RETRY_AFTER_SECONDS);
    }
    String correlationId = Secrets.randomToken().substring(0, CORRELATION_LENGTH);
    LOG.error(
        "tool call failed: tool={} grant={} correlation={} trace={}",
        call.tool(),
        call.caller().grantId(),
        correlationId,
        call.trace().traceId(),
        failure);
    return new ToolOutcome.Failed(correlationId);
  }
}
