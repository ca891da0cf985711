package ai.altertable.mcp.console.organization;

import ai.altertable.mcp.administration.GrantFilter;
import ai.altertable.mcp.administration.GrantLedger;
import ai.altertable.mcp.administration.LedgerEntry;
import ai.altertable.mcp.console.Times;
import ai.altertable.mcp.console.Words;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** {@code /console/:organization/-/grants}: every client that works in the organization. */
final class GrantPages {
  private static final String SECTION = "grants";
  private static final String TITLE = "Connected clients";
  private static final List<String> FILTERS = List.of("holder", "client", "environment", "state");
  private static final int ROWS = 50;

  private final GrantLedger grants;

  GrantPages(GrantLedger grants) {
    this.grants = grants;
  }

  void mount(ConsoleFrame frame) {
    frame.page("/console/:organization/-/grants", this::list);
    frame.form("/console/:organization/-/grants/end", this::list, this::end);
  }

  private Future<View> list(Visit visit) {
    Fields query = visit.query();
    GrantFilter filter = filter(query);
    return grants
        .list(visit.actor(), visit.organization(), filter, visit.slice(ROWS))
        .map(
            found ->
                View.of("console-grants", TITLE)
                    .in(SECTION)
                    .with("rows", found.items().stream().map(GrantPages::row).toList())
                    .with("next", Links.next(visit.admin(SECTION), query, FILTERS, found.next()))
                    .with("path", visit.admin(SECTION))
                    .with("states", states(filter))
                    .with("filtered", filtered(query))
                    .with("filter", shown(query)));
  }

  private Future<? extends Answer> end(Visit visit) {
    List<UUID> ids =
        visit.fields().all("grant").stream().map(id -> Visit.uuid(id, "grant")).distinct().toList();
    if (visit.fields().ticked("confirmed")) {
      return grants
          .revoke(visit.actor(), visit.organization(), ids)
          .map(ended -> Done.at(visit.admin(SECTION), ended(ended)));
    }
    return chosen(visit, ids)
        .map(
            entries ->
                View.of("console-grants-end", "End these connections?")
                    .in(SECTION)
                    .under(visit.admin(SECTION), TITLE)
                    .with("path", visit.admin(SECTION))
                    .with("rows", entries.stream().map(GrantPages::row).toList()));
  }

  private Future<List<LedgerEntry>> chosen(Visit visit, List<UUID> ids) {
    return grants.select(visit.actor(), visit.organization(), ids);
  }

  private static String ended(int count) {
    return count == 1
        ? "One connection has ended. Its client can no longer use it."
        : count + " connections have ended. Their clients can no longer use them.";
  }

  static GrantFilter filter(Fields query) {
    return new GrantFilter(
        query.get("holder"),
        query.get("client"),
        query.get("environment"),
        query.get("state").map(GrantFilter.State::parse).orElse(GrantFilter.State.LIVE));
  }

  private static boolean filtered(Fields query) {
    return FILTERS.stream().anyMatch(name -> query.get(name).isPresent());
  }

  private static Map<String, Object> shown(Fields query) {
    Map<String, Object> shown = new HashMap<>();
    for (String name : List.of("holder", "client", "environment")) {
      shown.put(name, query.text(name));
    }
    return shown;
  }

  private static List<Map<String, Object>> states(GrantFilter filter) {
    Map<GrantFilter.State, String> labels = new LinkedHashMap<>();
    labels.put(GrantFilter.State.LIVE, "Live");
    labels.put(GrantFilter.State.ENDED, "Ended");
    labels.put(GrantFilter.State.ALL, "All");
    return Options.of(
        new ArrayList<>(labels.keySet()),
        GrantFilter.State::wire,
        labels::get,
        filter.state().wire());
  }

  private static Map<String, Object> row(LedgerEntry entry) {
    Map<String, Object> row = new HashMap<>();
    row.put("id", entry.id().toString());
    row.put("holder", entry.holder().name());
    row.put("account", entry.holder().serviceAccount());
    row.put("client", entry.client().name());
    row.put("host", entry.client().verifiedHost().orElse(""));
    row.put(
        "unverified", !entry.holder().serviceAccount() && entry.client().verifiedHost().isEmpty());
    row.put("environment", entry.environment().name());
    row.put("access", Words.access(entry.scopes()));
    row.put("created", Times.minute(entry.life().createdAt()));
    row.put("lastCall", Times.minute(entry.usage().lastCallAt()));
    row.put("calls", number(entry.usage().calls()) + (entry.usage().more() ? "+" : ""));
    row.put("denied", entry.usage().denied() == 0 ? "" : number(entry.usage().denied()));
    Optional<String> ended = entry.life().endedBecause();
    row.put("ended", ended.orElse(""));
    row.put("live", ended.isEmpty());
    return row;
  }

  private static String number(int count) {
    return String.format(Locale.ENGLISH, "%,d", count);
  }
}
