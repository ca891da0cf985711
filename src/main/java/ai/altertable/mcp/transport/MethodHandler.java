package ai.altertable.mcp.transport;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;

/** Serves one method. */
@FunctionalInterface
interface MethodHandler {
  /**
   * Serves a request of that method.
   *
   * @return the result object as JSON text; fails with {@link
   *     ai.altertable.mcp.protocol.RpcException}, {@link Rejection} or {@link Withdrawn}, anything
   *     else is a fault of ours. The same may be thrown.
   */
  Future<Buffer> handle(Exchange exchange);
}
