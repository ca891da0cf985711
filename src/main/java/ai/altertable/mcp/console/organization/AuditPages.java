package ai.altertable.mcp.console.organization;

import ai.altertable.mcp.console.Times;
import ai.altertable.mcp.identity.admin.AuditEntry;
import ai.altertable.mcp.identity.admin.AuditFilter;
import ai.altertable.mcp.identity.admin.AuditPlace;
import ai.altertable.mcp.identity.admin.AuditTrail;
import ai.altertable.mcp.identity.admin.EnvironmentEntry;
import ai.altertable.mcp.identity.admin.Environments;
import ai.altertable.mcp.identity.admin.Refused;
import ai.altertable.mcp.platform.AuditEvent;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** {@code /console/:organization/-/audit}: what happened, by whom; also as CSV. */
final class AuditPages {
  private static final String SECTION = "audit";
  private static final int ROWS = 100;
  private static final List<String> FILTERS =
      List.of("from", "until", "action", "outcome", "subject", "client", "environment", "tool");

  private final AuditTrail trail;
  private final Environments environments;

  AuditPages(AuditTrail trail, Environments environments) {
    this.trail = trail;
    this.environments = environments;
  }

  void mount(ConsoleFrame frame) {
    frame.page("/console/:organization/-/audit", this::list);
    frame.download("/console/:organization/-/audit.csv", this::export);
  }

  private Future<View> list(Visit visit) {
    Fields query = visit.query();
    return environments
        .list(visit.actor(), visit.organization())
        .compose(
            all ->
                trail
                    .list(
                        visit.actor(),
                        visit.organization(),
                        filter(query, all),
                        query.get("cursor").map(AuditPlace::parse),
                        ROWS)
                    .map(found -> list(visit, all, found)));
  }

  private static View list(Visit visit, List<EnvironmentEntry> all, AuditTrail.Events found) {
    Fields query = visit.query();
    String path = visit.admin(SECTION);
    return View.of("console-audit", "Audit log")
        .in(SECTION)
        .with("path", path)
        .with("csv", Links.same(path + ".csv", query, FILTERS))
        .with("filter", shown(query))
        .with("filtered", FILTERS.stream().anyMatch(name -> query.get(name).isPresent()))
        .with(
            "environments",
            Options.of(
                all, EnvironmentEntry::slug, EnvironmentEntry::name, query.text("environment")))
        .with("rows", found.entries().stream().map(entry -> row(path, entry)).toList())
        .with("next", Links.next(path, query, FILTERS, found.next().map(AuditPlace::text)));
  }

  /** Nothing is sent before the service has let the actor in. */
  private Future<Void> export(Visit visit) {
    HttpServerResponse response = visit.context().response();
    return environments
        .list(visit.actor(), visit.organization())
        .compose(
            all ->
                trail.export(
                    visit.actor(),
                    visit.organization(),
                    filter(visit.query(), all),
                    text -> {
                      if (!response.headWritten()) {
                        begin(response, visit.organization());
                      }
                      return response.write(text);
                    }))
        .compose(done -> response.end());
  }

  private static void begin(HttpServerResponse response, String organization) {
    response
        .setChunked(true)
        .putHeader(HttpHeaders.CONTENT_TYPE, "text/csv; charset=utf-8; header=present")
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
        .putHeader("X-Content-Type-Options", "nosniff")
        .putHeader(
            "Content-Disposition", "attachment; filename=\"audit-" + organization + ".csv\"");
  }

  private static AuditFilter filter(Fields query, List<EnvironmentEntry> all) {
    return new AuditFilter(
        query.get("from").map(text -> day(text, 0)),
        query.get("until").map(text -> day(text, 1)),
        query.get("action"),
        query.get("outcome"),
        query.get("subject"),
        query.get("client"),
        query.get("environment").map(slug -> environment(slug, all)),
        query.get("tool"));
  }

  private static Instant day(String text, int later) {
    try {
      return LocalDate.parse(text).plusDays(later).atStartOfDay(ZoneOffset.UTC).toInstant();
    } catch (DateTimeException e) {
      throw Refused.invalid("from", "Days are written like 2026-11-25.");
    }
  }

  private static UUID environment(String slug, List<EnvironmentEntry> all) {
    return all.stream()
        .filter(one -> one.slug().equals(slug))
        .findAny()
        .orElseThrow(() -> Refused.notFound("environment"))
        .id();
  }

  private static Map<String, Object> shown(Fields query) {
    Map<String, Object> shown = new HashMap<>();
    FILTERS.forEach(name -> shown.put(name, query.text(name)));
    return shown;
  }

  private static Map<String, Object> row(String path, AuditEntry entry) {
    AuditEvent event = entry.event();
    Map<String, Object> row = new HashMap<>();
    row.put("at", Times.second(event.at()));
    row.put("action", event.action());
    row.put("outcome", event.outcome());
    row.put("ok", event.outcome().equals("ok"));
    String subject = event.actor().subject();
    row.put("who", entry.subjectName().or(() -> Optional.ofNullable(subject)).orElse(""));
    row.put("whoLink", subject == null ? "" : Links.with(path, "subject", subject));
    String client = event.actor().clientId();
    row.put("client", entry.clientName().or(() -> Optional.ofNullable(client)).orElse(""));
    row.put("clientLink", client == null ? "" : Links.with(path, "client", client));
    row.put("environment", entry.environment().orElse(""));
    row.put("what", event.call() == null ? text(event.target()) : event.call().tool());
    row.put("rows", event.call() == null ? "" : text(event.call().rows()));
    row.put("millis", event.call() == null ? "" : event.call().elapsedMillis() + " ms");
    row.put("address", text(event.actor().address()));
    return row;
  }

  private static String text(Object value) {
    return value == null ? "" : value.toString();
  }
}
