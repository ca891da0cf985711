package ai.altertable.mcp.tools.content;

import ai.altertable.mcp.assets.DashboardStore;
import ai.altertable.mcp.assets.InsightStore;
import ai.altertable.mcp.assets.ModelStore;
import ai.altertable.mcp.assets.PageRequest;
import ai.altertable.mcp.assets.StoredModel;
import ai.altertable.mcp.lakehouse.CatalogInfo;
import ai.altertable.mcp.lakehouse.Lakehouse;
import ai.altertable.mcp.lakehouse.QueryEngine;
import ai.altertable.mcp.lakehouse.TableInfo;
import ai.altertable.mcp.platform.PlatformDatabase;
import ai.altertable.mcp.tools.ToolContext;
import ai.altertable.mcp.tools.data.CatalogDescription;
import ai.altertable.mcp.tools.data.CatalogText;
import ai.altertable.mcp.tools.data.TableSelection;
import ai.altertable.mcp.tools.result.Fence;
import ai.altertable.mcp.tools.search.EnvironmentNames;
import ai.altertable.mcp.tools.search.TextIndex;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What prompts tell of an environment, in a few lines each. */
final class EnvironmentFacts {
  private static final PageRequest FEW = new PageRequest(12, null);
  private static final int MAX_TABLES = 40;
  private static final int MAX_EVENTS = 25;
  private static final int MAX_LINE = 200;
  private static final int FITTING_TABLES = 6;

  private final Lakehouse lakehouse;
  private final EnvironmentNames names;
  private final ModelStore models;
  private final InsightStore insights;
  private final DashboardStore dashboards;

  EnvironmentFacts(PlatformDatabase database, Lakehouse lakehouse, EnvironmentNames names) {
    this.lakehouse = lakehouse;
    this.names = names;
    this.models = new ModelStore(database);
    this.insights = new InsightStore(database);
    this.dashboards = new DashboardStore(database);
  }

  /**
   * Tables that fit a question.
   *
   * @param described as get_connection describes them
   */
  record TableFacts(String catalog, String dialect, String described) {}

  /** Tables, models, insights, dashboards and events, the newest or largest of each. */
  Future<String> overview(ToolContext context) {
    UUID id = context.tenant().environmentId();
    List<Future<String>> parts =
        List.of(
            names.tables(context).map(EnvironmentFacts::tables),
            models
                .list(id, ModelStore.Filter.NONE, FEW)
                .map(page -> lines("Semantic models", page.items(), EnvironmentFacts::model)),
            insights
                .list(id, null, null, FEW)
                .map(
                    page ->
                        lines(
                            "Insights, the newest first",
                            page.items(),
                            each -> each.slug() + " " + each.draft().title())),
            dashboards
                .list(id, null, null, FEW)
                .map(
                    page ->
                        lines(
                            "Dashboards, the newest first",
                            page.items(),
                            each -> each.slug() + " " + each.draft().title())),
            names.events(context).map(EnvironmentFacts::events));
    return Future.all(parts).map(all -> String.join("\n", all.<String>list()));
  }

  /**
   * Tables of a catalog, described whole.
   *
   * @param catalog or null for the managed one
   * @param wanted by name; empty = those whose names and columns fit the question best
   */
  Future<TableFacts> tables(
      ToolContext context, String catalog, List<String> wanted, String question) {
    return lakehouse
        .engine(context.tenant(), catalog)
        .compose(
            engine ->
                engine
                    .tables(context.tag(), context.cancellation())
                    .map(all -> wanted.isEmpty() ? fitting(all, question) : named(all, wanted))
                    .compose(tables -> describe(context, engine, tables)));
  }

  private Future<TableFacts> describe(
      ToolContext context, QueryEngine engine, List<TableInfo> tables) {
    CatalogInfo catalog = engine.catalog();
    return models
        .ofCatalog(context.tenant().environmentId(), catalog.catalog())
        .map(stored -> new CatalogDescription(true, true, stored))
        .map(
            description ->
                tables.stream()
                    .map(description::describe)
                    .map(CatalogText::of)
                    .collect(Collectors.joining("\n")))
        .map(
            text ->
                new TableFacts(
                    catalog.catalog(),
                    catalog.dialect(),
                    text.isEmpty() ? "no table fits by its name; look with get_connection" : text));
  }

  private static List<TableInfo> named(List<TableInfo> all, List<String> wanted) {
    List<TableInfo> selected = new TableSelection(List.of(), wanted).from(all);
    return selected.subList(0, Math.min(2 * FITTING_TABLES, selected.size()));
  }

  private static List<TableInfo> fitting(List<TableInfo> all, String question) {
    List<TextIndex.Text<TableInfo>> texts = new ArrayList<>();
    for (TableInfo table : all) {
      String columns =
          table.columns().stream()
              .map(column -> column.name() + " " + column.comment())
              .collect(Collectors.joining(" "));
      texts.add(
          new TextIndex.Text<>(
              table, table.schema() + " " + table.name(), table.comment() + " " + columns));
    }
    return new TextIndex<>(texts)
        .search(question, FITTING_TABLES).stream().map(TextIndex.Hit::item).toList();
  }

  private static String tables(EnvironmentNames.Tables found) {
    String text =
        lines(
            found.tables().size() + " tables",
            found.tables().subList(0, Math.min(MAX_TABLES, found.tables().size())),
            table -> table.qualified() + (table.comment().isEmpty() ? "" : ": " + table.comment()));
    return found.unread().isEmpty()
        ? text
        : text + "\nNot read: " + String.join(", ", found.unread());
  }

  private static String events(List<EnvironmentNames.Event> found) {
    return lines(
        found.size() + " events of the last 90 days, the most frequent first",
        found.subList(0, Math.min(MAX_EVENTS, found.size())),
        event -> event.name() + " " + event.volume());
  }

  private static String model(StoredModel model) {
    StoredModel.Draft draft = model.draft();
    return "%s %s.%s.%s [%s] %s"
        .formatted(
            model.slug(),
            draft.catalog(),
            draft.schema(),
            draft.table(),
            draft.endorsement(),
            draft.description());
  }

  private static <T> String lines(String heading, List<T> items, Function<T, String> line) {
    return heading
        + ":"
        + (items.isEmpty()
            ? " none"
            : items.stream()
                .map(item -> "\n- " + Fence.line(line.apply(item), MAX_LINE))
                .collect(Collectors.joining()));
  }
}
