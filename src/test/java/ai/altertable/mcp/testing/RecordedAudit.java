package ai.altertable.mcp.testing;

import ai.altertable.mcp.platform.AuditEvent;
import ai.altertable.mcp.platform.AuditLog;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps audit events, to be looked at by tests. */
public final class RecordedAudit implements AuditLog {
  private final List<AuditEvent> events = new CopyOnWriteArrayList<>();

  @Override
  public Future<Void> record(AuditEvent event) {
    events.add(event);
    return Future.succeededFuture();
  }

  @Override
  public Future<Void> record(SqlConnection transaction, AuditEvent event) {
    return record(event);
  }

  @Override
  public Future<Void> close() {
    return Future.succeededFuture();
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
