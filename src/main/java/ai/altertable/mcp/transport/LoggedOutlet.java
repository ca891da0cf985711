package ai.altertable.mcp.transport;

import ai.altertable.mcp.transport.replay.EventLog;
import io.vertx.core.buffer.Buffer;

/** Events of the handshake era: they go through a log, from which a client can have them again. */
final class LoggedOutlet implements Outlet {
  private final EventLog log;
  private final StreamReader reader;
  private final boolean polls;

  /**
   * @param reader the response that the stream began on
   * @param polls whether the client was told at the beginning how to come back
   */
  LoggedOutlet(EventLog log, StreamReader reader, boolean polls) {
    this.log = log;
    this.reader = reader;
    this.polls = polls;
  }

  @Override
  public void offer(Buffer message) {
    log.append(message, true);
  }

  @Override
  public void send(Buffer message) {
    log.append(message, false);
  }

  @Override
  public void end(Buffer message) {
    log.append(message, false);
    log.finish();
  }

  @Override
  public void end() {
    log.finish();
  }

  @Override
  public boolean lost() {
    reader.close();
    log.leave(reader);
    return true;
  }

  @Override
  public void pause() {
    if (polls) {
      log.leave(reader);
      reader.pause();
    }
  }
}
