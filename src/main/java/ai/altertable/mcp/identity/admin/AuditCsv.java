package ai.altertable.mcp.identity.admin;

import ai.altertable.mcp.platform.AuditEvent;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The audit log as CSV (RFC 4180). */
final class AuditCsv {
  static final String HEADER =
      line(
          Stream.of(
              "at",
              "action",
              "outcome",
              "subject",
              "subject_name",
              "client_id",
              "client_name",
              "environment",
              "grant_id",
              "tool",
              "rows",
              "elapsed_ms",
              "target",
              "address",
              "correlation_id"));

  private AuditCsv() {}

  static String lines(List<AuditEntry> entries) {
    return entries.stream().map(AuditCsv::line).collect(Collectors.joining());
  }

  private static String line(AuditEntry entry) {
    AuditEvent event = entry.event();
    AuditEvent.Call call = event.call();
    Object[] cells = {
      event.at(),
      event.action(),
      event.outcome(),
      event.actor().subject(),
      entry.subjectName().orElse(null),
      event.actor().clientId(),
      entry.clientName().orElse(null),
      entry.environment().orElse(null),
      event.actor().grantId(),
      call == null ? null : call.tool(),
      call == null ? null : call.rows(),
      call == null ? null : call.elapsedMillis(),
      event.target(),
      event.actor().address(),
      event.correlationId()
    };
    return line(Arrays.stream(cells).map(cell -> cell == null ? "" : cell.toString()));
  }

  private static String line(Stream<String> cells) {
    return cells.map(AuditCsv::cell).collect(Collectors.joining(",", "", "\r\n"));
  }

  /** Clients choose some texts: none may become a formula in a spreadsheet. */
  private static String cell(String text) {
    String plain = !text.isEmpty() && "=+-@\t\r".indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
    boolean quoted = plain.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
    return quoted ? '"' + plain.replace("\"", "\"\"") + '"' : plain;
  }
}
