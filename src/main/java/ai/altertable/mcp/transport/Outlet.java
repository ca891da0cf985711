package ai.altertable.mcp.transport;

import io.vertx.core.buffer.Buffer;

/** Where the events of one answer go. Used from one event loop. */
interface Outlet {
  /** Sends a message that may be lost. */
  void offer(Buffer message);

  /** Sends a message that must not be lost; to be used for few and small ones. */
  void send(Buffer message);

  /** Sends the last message. */
  void end(Buffer message);

  /** Ends without another message. */
  void end();

  /**
   * The connection is lost.
   *
   * @return whether what follows is kept, because the client may come back for it
   */
  boolean lost();

  /** Asks the client to hang up and to fetch the rest later, where its revision lets it. */
  void pause();
}
