package ai.altertable.mcp.transport;

import ai.altertable.mcp.protocol.Message;
import ai.altertable.mcp.protocol.RequestId;

/** Acts on what clients notify. Unknown notifications are ignored (JSON-RPC 2.0 section 4.1). */
final class Notifications {
  private final ToolCalls toolCalls;

  Notifications(ToolCalls toolCalls) {
    this.toolCalls = toolCalls;
  }

  void accept(Message.Notification notification, Era era, Visit visit) {
    // Stateless clients cancel by closing the response stream.
    if (notification.method().equals("notifications/cancelled")
        && era instanceof Era.Legacy legacy
        && visit.caller() != null) {
      Object id = notification.params().getValue("requestId");
      if (RequestId.valid(id)) {
        toolCalls.cancel(CallIds.of(legacy.session(), visit.caller(), new RequestId(id)));
      }
    }
  }
}
