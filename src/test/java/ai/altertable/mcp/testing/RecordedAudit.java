package ai.altertable.mcp.testing;

import ai.altertable.mcp.platform.AuditEvent;
import ai.altertable.mcp.platform.AuditLog;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps audit events, to be looked at by tests; and writes them, when asked to. */
public final class RecordedAudit implements AuditLog {
  private final List<AuditEvent> events = new CopyOnWriteArrayList<>();
  private final Optional<AuditLog> written;

  public RecordedAudit() {
    this(Optional.empty());
  }

  /**
   * @param written the log that the events go to as well
   */
  RecordedAudit(Optional<AuditLog> written) {
    this.written = written;
  }

  @Override
  public Future<Void> record(AuditEvent event) {
    events.add(event);
    return written.map(log -> log.record(event)).orElseGet(Future::succeededFuture);
  }

  @Override
  public Future<Void> commit(AuditEvent event) {
    events.add(event);
    return written.map(log -> log.commit(event)).orElseGet(Future::succeededFuture);
  }

  @Override
  public Future<Void> record(SqlConnection transaction, AuditEvent event) {
    events.add(event);
    return written.map(log -> log.record(transaction, event)).orElseGet(Future::succeededFuture);
  }

  @Override
  public Future<Void> close() {
    return written.map(AuditLog::close).orElseGet(Future::succeededFuture);
  }

  /** Every event so far. */
  public List<AuditEvent> events() {
    return List.copyOf(events);
  }

  /** {@code action outcome} of every event so far. */
  public List<String> lines() {
    return events.stream().map(event -> event.action() + " " + event.outcome()).toList();
  }
}
