package ai.altertable.mcp.tools.search;

import ai.altertable.mcp.assets.Entities;
import ai.altertable.mcp.assets.Entity;
import ai.altertable.mcp.assets.EntityKind;
import ai.altertable.mcp.tools.ToolContext;
import ai.altertable.mcp.tools.content.EntityResources;
import ai.altertable.mcp.tools.content.TableResources;
import ai.altertable.mcp.tools.result.Fence;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Searches tables, events and everything saved at once, and ranks them by one measure: what the
 * database finds among the saved is ranked again, together with the names of tables and events.
 */
public final class EntitySearch {
  private static final int MAX_HITS = 500;
  private static final int MAX_WORDS = 20;
  private static final int MAX_SUMMARY = 200;

  private final Entities entities;
  private final EnvironmentNames names;

  public EntitySearch(Entities entities, EnvironmentNames names) {
    this.entities = entities;
    this.names = names;
  }

  /**
   * What was found.
   *
   * @param hits the best first, at most {@value #MAX_HITS}
   * @param unread catalogs that could not be searched
   */
  record Result(List<TextIndex.Hit<Node>> hits, List<String> unread) {
    Result {
      hits = List.copyOf(hits);
      unread = List.copyOf(unread);
    }
  }

  Future<Result> search(ToolContext context, String query, Set<NodeType> types) {
    List<String> words = TextIndex.stems(query).stream().distinct().limit(MAX_WORDS).toList();
    if (words.isEmpty()) {
      return Future.succeededFuture(new Result(List.of(), List.of()));
    }
    Future<EnvironmentNames.Tables> tables =
        types.contains(NodeType.TABLE)
            ? names.tables(context)
            : Future.succeededFuture(new EnvironmentNames.Tables(List.of(), List.of()));
    Future<List<EnvironmentNames.Event>> events =
        types.contains(NodeType.EVENT) ? names.events(context) : Future.succeededFuture(List.of());
    List<EntityKind> kinds = NodeType.kinds(types);
    Future<List<Entities.Found>> saved =
        kinds.isEmpty()
            ? Future.succeededFuture(List.of())
            : entities.search(context.tenant().environmentId(), words, kinds);
    return Future.all(tables, events, saved)
        .map(
            all -> {
              List<TextIndex.Text<Node>> texts = new ArrayList<>();
              tables.result().tables().forEach(table -> texts.add(text(table)));
              events.result().forEach(event -> texts.add(text(event)));
              saved.result().forEach(found -> texts.add(text(found)));
              return new Result(
                  new TextIndex<>(texts).search(query, MAX_HITS), tables.result().unread());
            });
  }

  private TextIndex.Text<Node> text(EnvironmentNames.Table table) {
    Node node =
        new Node(
            NodeType.TABLE,
            table.qualified(),
            TableResources.uri(table.catalog(), table.schema(), table.name()),
            table.schema() + "." + table.name(),
            Fence.line(table.comment(), MAX_SUMMARY));
    return new TextIndex.Text<>(
        node,
        table.catalog() + " " + table.schema() + " " + table.name(),
        table.comment() + " " + table.columns());
  }

  private static TextIndex.Text<Node> text(EnvironmentNames.Event event) {
    Node node =
        new Node(
            NodeType.EVENT,
            event.name(),
            null,
            event.name(),
            event.volume() + " in the last 90 days");
    return new TextIndex.Text<>(node, event.name(), "");
  }

  private TextIndex.Text<Node> text(Entities.Found found) {
    Entity head = found.head();
    Node node =
        new Node(
            NodeType.of(head.kind()),
            head.slug(),
            EntityResources.uri(head.slug()),
            Fence.line(head.title(), MAX_SUMMARY),
            Fence.line(head.summary(), MAX_SUMMARY));
    return new TextIndex.Text<>(
        node, head.slug() + " " + head.title(), head.summary() + " " + found.body());
  }
}
