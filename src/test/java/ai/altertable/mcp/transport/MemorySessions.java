package ai.altertable.mcp.transport;

import ai.altertable.mcp.transport.session.Session;
import ai.altertable.mcp.transport.session.SessionRegistry;
import io.vertx.core.Future;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Sessions of tests that need no database. */
public final class MemorySessions implements SessionRegistry {
  private final Set<String> ended = ConcurrentHashMap.newKeySet();
  private final Map<String, String> subjects = new ConcurrentHashMap<>();
  private volatile boolean forgetful;

  /** From now on it remembers none of those that were ended: they must be looked up. */
  public void forget() {
    forgetful = true;
  }

  @Override
  public boolean ended(String mark) {
    return !forgetful && ended.contains(mark);
  }

  @Override
  public boolean remembersAll() {
    return !forgetful;
  }

  @Override
  public Future<Boolean> lookUp(String mark) {
    return Future.succeededFuture(ended.contains(mark));
  }

  @Override
  public Future<String> claim(Session session, String subject) {
    String before = subjects.putIfAbsent(session.mark(), subject);
    return Future.succeededFuture(
        ended.contains(session.mark()) ? NOBODY : before == null ? subject : before);
  }

  @Override
  public Future<Void> end(Session session, String subject) {
    ended.add(session.mark());
    return Future.succeededFuture();
  }
}
