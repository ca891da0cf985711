package ai.altertable.mcp.tools.content;

import ai.altertable.mcp.assets.Entities;
import ai.altertable.mcp.assets.Entity;
import ai.altertable.mcp.docs.DocIndex;
import ai.altertable.mcp.docs.DocPage;
import ai.altertable.mcp.lakehouse.CatalogInfo;
import ai.altertable.mcp.lakehouse.Lakehouse;
import ai.altertable.mcp.tools.search.EnvironmentNames;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;

/** Proposes the names that an environment has, each list from where its things are. */
final class Completers {
  private static final String CATALOG = "catalog";
  private static final String SCHEMA = "schema";
  private static final String TABLE = "table";

  private final Lakehouse lakehouse;
  private final EnvironmentNames names;
  private final Entities entities;
  private final DocIndex docs;

  Completers(Lakehouse lakehouse, EnvironmentNames names, Entities entities, DocIndex docs) {
    this.lakehouse = lakehouse;
    this.names = names;
    this.entities = entities;
    this.docs = docs;
  }

  /** The arguments of the resource templates, by template and name. */
  Map<String, Map<String, Completer>> templates() {
    return Map.of(
        DocResources.TEMPLATE, Map.of("page", pages()),
        EntityResources.TEMPLATE, Map.of("slug", slugs()),
        TableResources.TEMPLATE, Map.of(CATALOG, catalogs(), SCHEMA, schemas(), TABLE, tables()));
  }

  Completer catalogs() {
    return (context, value, others) ->
        lakehouse
            .catalogs(context.tenant())
            .map(found -> found.stream().map(CatalogInfo::catalog).toList())
            .map(found -> Completer.Proposal.matching(found, value));
  }

  /** Tables as {@code schema.table}, of the catalog that is settled. */
  Completer qualifiedTables() {
    return (context, value, others) ->
        names
            .tables(context)
            .map(
                found ->
                    found.tables().stream()
                        .filter(table -> is(others.getString(CATALOG), table.catalog()))
                        .map(table -> table.schema() + "." + table.name())
                        .toList())
            .map(found -> Completer.Proposal.matching(found, value));
  }

  Completer events() {
    return (context, value, others) ->
        names
            .events(context)
            .map(found -> found.stream().map(EnvironmentNames.Event::name).toList())
            .map(found -> Completer.Proposal.matching(found, value));
  }

  /** Some values that are always the same. */
  static Completer fixed(String... values) {
    return (context, value, others) ->
        Future.succeededFuture(Completer.Proposal.matching(List.of(values), value));
  }

  /** The last of several values with commas between them. */
  static Completer lastOf(Completer each) {
    return (context, value, others) -> {
      int from = value.lastIndexOf(',') + 1;
      while (from < value.length() && value.charAt(from) == ' ') {
        from++;
      }
      String before = value.substring(0, from);
      return each.complete(context, value.substring(from), others)
          .map(
              last ->
                  new Completer.Proposal(
                      last.values().stream().map(before::concat).toList(), last.total()));
    };
  }

  private Completer pages() {
    return (context, value, others) ->
        Future.succeededFuture(
            Completer.Proposal.matching(docs.pages().stream().map(DocPage::name).toList(), value));
  }

  private Completer slugs() {
    return (context, value, others) ->
        entities
            .named(context.tenant().environmentId(), value, Completer.MOST)
            .map(
                found ->
                    new Completer.Proposal(
                        found.items().stream().map(Entity::slug).toList(), found.total()));
  }

  private Completer schemas() {
    return (context, value, others) ->
        names
            .tables(context)
            .map(
                found ->
                    found.tables().stream()
                        .filter(table -> is(others.getString(CATALOG), table.catalog()))
                        .map(EnvironmentNames.Table::schema)
                        .toList())
            .map(found -> Completer.Proposal.matching(found, value));
  }

  private Completer tables() {
    return (context, value, others) ->
        names
            .tables(context)
            .map(
                found ->
                    found.tables().stream()
                        .filter(table -> is(others.getString(CATALOG), table.catalog()))
                        .filter(table -> is(others.getString(SCHEMA), table.schema()))
                        .map(EnvironmentNames.Table::name)
                        .toList())
            .map(found -> Completer.Proposal.matching(found, value));
  }

  private static boolean is(String settled, String name) {
    return settled == null || settled.equals(name);
  }
}
