package ai.altertable.mcp.tools.search;

import ai.altertable.mcp.bus.Tenant;
import ai.altertable.mcp.lakehouse.CatalogInfo;
import ai.altertable.mcp.lakehouse.Column;
import ai.altertable.mcp.lakehouse.Lakehouse;
import ai.altertable.mcp.lakehouse.TableInfo;
import ai.altertable.mcp.platform.Cancellation;
import ai.altertable.mcp.tools.EnvironmentCache;
import ai.altertable.mcp.tools.QuietContext;
import ai.altertable.mcp.tools.ToolContext;
import ai.altertable.mcp.tools.ToolFault;
import ai.altertable.mcp.tools.data.EventCatalog;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * The names of an environment's tables and events, which people and agents look up again and again.
 * A few seconds old at most. Used from one context.
 */
public final class EnvironmentNames {
  /** Names what is read for everybody in the environment. */
  private static final String TAG = "names/search_entities";

  private static final Duration FRESH = Duration.ofSeconds(30);
  private static final int MAX_ENVIRONMENTS = 50;
  private static final int MAX_TABLES = 5_000;
  private static final int MAX_COLUMN_TEXT = 500;
  private static final int EVENT_DAYS = 90;
  private static final long PATIENCE_SECONDS = 8;

  private final Lakehouse lakehouse;
  private final EventCatalog events;
  private final EnvironmentCache<Tables> tables;
  private final EnvironmentCache<List<Event>> eventNames;

  public EnvironmentNames(Lakehouse lakehouse, EventCatalog events, Clock clock) {
    this.lakehouse = lakehouse;
    this.events = events;
    this.tables = new EnvironmentCache<>(FRESH, MAX_ENVIRONMENTS, clock);
    this.eventNames = new EnvironmentCache<>(FRESH, MAX_ENVIRONMENTS, clock);
  }

  /**
   * A table of a catalog.
   *
   * @param comment of the database, or empty
   * @param columns their names, cut off when there are many
   */
  public record Table(String catalog, String schema, String name, String comment, String columns) {
    /** {@code catalog.schema.table}. */
    public String qualified() {
      return catalog + "." + schema + "." + name;
    }
  }

  /**
   * The tables of all catalogs.
   *
   * @param unread catalogs that did not answer, and why or how much is left out
   */
  public record Tables(List<Table> tables, List<String> unread) {
    public Tables {
      tables = List.copyOf(tables);
      unread = List.copyOf(unread);
    }
  }

  /** An event and how often it came lately. */
  public record Event(String name, long volume) {}

  /** Tables of every catalog that answers within a few seconds. */
  public Future<Tables> tables(ToolContext context) {
    Tenant tenant = context.tenant();
    return tables.get(
        tenant.environmentId(),
        () -> lakehouse.catalogs(tenant).compose(catalogs -> readAll(tenant, catalogs)));
  }

  /** The names of the events of the last months, the most frequent first; maybe none. */
  public Future<List<Event>> events(ToolContext context) {
    return eventNames.get(
        context.tenant().environmentId(),
        () ->
            events
                .events(QuietContext.shared(context, "events"), EVENT_DAYS)
                .map(found -> found.stream().map(EnvironmentNames::event).toList())
                // The environment collects no events: that is an answer.
                .recover(
                    failure ->
                        failure instanceof ToolFault
                            ? Future.succeededFuture(List.of())
                            : Future.failedFuture(failure)));
  }

  private Future<Tables> readAll(Tenant tenant, List<CatalogInfo> catalogs) {
    return Future.all(catalogs.stream().map(catalog -> read(tenant, catalog)).toList())
        .map(all -> join(all.list()));
  }

  /** Never fails: a catalog that is away does not hide the others. */
  private Future<Tables> read(Tenant tenant, CatalogInfo catalog) {
    Cancellation cancellation = new Cancellation();
    return lakehouse
        .engine(tenant, catalog.catalog())
        .compose(engine -> engine.tables(TAG, cancellation))
        .timeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
        .onFailure(late -> cancellation.cancel())
        .map(found -> found.stream().map(table -> table(catalog, table)).toList())
        .map(found -> new Tables(found, List.of()))
        .otherwise(
            failure -> new Tables(List.of(), List.of(catalog.catalog() + " does not answer")));
  }

  private static Tables join(List<Tables> parts) {
    List<Table> tables = new ArrayList<>();
    List<String> unread = new ArrayList<>();
    for (Tables part : parts) {
      tables.addAll(part.tables());
      unread.addAll(part.unread());
    }
    if (tables.size() > MAX_TABLES) {
      unread.add("tables beyond the first " + MAX_TABLES);
      return new Tables(tables.subList(0, MAX_TABLES), unread);
    }
    return new Tables(tables, unread);
  }

  private static Table table(CatalogInfo catalog, TableInfo table) {
    String columns = table.columns().stream().map(Column::name).collect(Collectors.joining(" "));
    return new Table(
        catalog.catalog(),
        table.schema(),
        table.name(),
        table.comment(),
        columns.substring(0, Math.min(MAX_COLUMN_TEXT, columns.length())));
  }

  private static Event event(JsonObject event) {
    return new Event(event.getString("event"), event.getLong("volume"));
  }
}
