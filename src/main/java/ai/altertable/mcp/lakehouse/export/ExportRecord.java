package ai.altertable.mcp.lakehouse.export;

import ai.altertable.mcp.lakehouse.QueryFault;
import ai.altertable.mcp.platform.AuditEvent;
import ai.altertable.mcp.platform.AuditLog;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.CancellationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Notes in the audit log how the export of a link ended. */
final class ExportRecord {
  private static final Logger LOG = LoggerFactory.getLogger(ExportRecord.class);
  private static final String ACTION = "result.export";

  private final AuditLog audit;
  private final ExportLinks.Claim claim;
  private final String address;

  ExportRecord(AuditLog audit, ExportLinks.Claim claim, String address) {
    this.audit = audit;
    this.claim = claim;
    this.address = address;
  }

  void done(long rows) {
    note("ok", ", " + rows + " rows");
  }

  void failed(Throwable why) {
    LOG.info("an export ended early grant={} why={}", claim.grantId(), why.toString());
    note(reason(why), "");
  }

  private static String reason(Throwable why) {
    if (why instanceof CancellationException) {
      return "cancelled";
    }
    return why instanceof QueryFault fault
        ? fault.kind().name().toLowerCase(Locale.ROOT)
        : "failed";
  }

  private void note(String outcome, String more) {
    AuditEvent.Actor actor =
        new AuditEvent.Actor(
            claim.subject(),
            claim.clientId(),
            claim.tenant().organizationId(),
            claim.tenant().environmentId(),
            claim.grantId(),
            address);
    String target = claim.order().format().wire() + more;
    audit
        .record(new AuditEvent(Instant.now(), ACTION, outcome, actor, null, target, null))
        .onFailure(failure -> LOG.warn("an export is not in the audit log", failure));
  }
}
