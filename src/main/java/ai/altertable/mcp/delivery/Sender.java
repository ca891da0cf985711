package ai.altertable.mcp.delivery;

import io.vertx.core.Future;

/** Brings messages to channels of one kind. */
interface Sender {
  /**
   * Sends once.
   *
   * @return completes when the other side has taken it; fails with {@link SendFailed}
   */
  Future<Void> send(Outbox.Try taken, Message message);

  Future<Void> close();
}
