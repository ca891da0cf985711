package ai.altertable.mcp.platform;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Deletes audit events that are older than {@code audit.retention_days}, now and then. */
public final class AuditRetention {
  private static final Logger LOG = LoggerFactory.getLogger(AuditRetention.class);
  private static final Duration FIRST = Duration.ofMinutes(1);
  private static final Duration PERIOD = Duration.ofHours(6);

  private final Vertx vertx;
  private final AuditTable table;
  private final Duration retention;
  private long timer = -1;

  public AuditRetention(Vertx vertx, Pool pool, Duration retention) {
    this.vertx = vertx;
    this.table = new AuditTable(pool);
    this.retention = retention;
  }

  /** Completes at once. */
  public Future<Void> start() {
    timer = vertx.setPeriodic(FIRST.toMillis(), PERIOD.toMillis(), due -> run());
    return Future.succeededFuture();
  }

  /** Completes at once. */
  public Future<Void> stop() {
    vertx.cancelTimer(timer);
    return Future.succeededFuture();
  }

  private void run() {
    table
        .deleteOlderThan(retention)
        .onFailure(failure -> LOG.warn("old audit events were not deleted", failure));
  }
}
