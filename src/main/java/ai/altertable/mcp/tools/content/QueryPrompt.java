package ai.altertable.mcp.tools.content;

import ai.altertable.mcp.tools.ToolContext;
import ai.altertable.mcp.tools.result.Fence;
import io.vertx.core.Future;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** {@code write_query}: a question in words, answered by one statement that is right. */
final class QueryPrompt implements Prompt {
  private static final String QUESTION = "question";
  private static final String CATALOG = "catalog";
  private static final String TABLES = "tables";
  private static final Description DESCRIPTION =
      new Description(
          "write_query",
          "Write a query",
          "Turn a question into SQL that is checked, run and explained",
          List.of(
              new Argument(QUESTION, "What you want to know", true),
              new Argument(CATALOG, "The catalog; lakehouse when left out", false),
              new Argument(TABLES, "Tables to use as schema.table, with commas between", false)));

  private final EnvironmentFacts facts;
  private final Completers completers;

  QueryPrompt(EnvironmentFacts facts, Completers completers) {
    this.facts = facts;
    this.completers = completers;
  }

  @Override
  public Description description() {
    return DESCRIPTION;
  }

  @Override
  public Map<String, Completer> completers() {
    return Map.of(
        QUESTION,
        Completers.fixed(),
        CATALOG,
        completers.catalogs(),
        TABLES,
        Completers.lastOf(completers.qualifiedTables()));
  }

  @Override
  public Future<String> text(ToolContext context, Map<String, String> arguments) {
    String question = arguments.get(QUESTION);
    List<String> wanted =
        Arrays.stream(arguments.getOrDefault(TABLES, "").split(","))
            .map(String::strip)
            .filter(table -> !table.isEmpty())
            .toList();
    return facts
        .tables(context, arguments.get(CATALOG), wanted, question)
        .map(tables -> text(context, question, tables));
  }

  private static String text(
      ToolContext context, String question, EnvironmentFacts.TableFacts tables) {
    return """
        Answer this question from the data of environment %s, with one SQL statement:
        %s

        Catalog: %s, dialect %s. Tables that fit, with what their semantic models say:
        %s

        Go about it like this:
        1. When a semantic model defines the measure that is asked for, use its expression word for \
        word; a saved insight may answer the question already (search_entities).
        2. Look before you query: get_connection shows the other tables, level profile shows real \
        values. Never guess a column or a value.
        3. Write one SELECT with tables as schema.table. Aggregate in SQL. Give times a range and a \
        time zone, compare half-open ranges (>= and <), guard divisions with nullif, and order by \
        something unique.
        4. validate_sql first, then explain_sql when the tables are large, then query_lakehouse with \
        catalog %s.
        5. Check the answer: does the total agree with a simpler query? Do joins multiply rows? What \
        do NULLs do?

        Answer in a sentence or two with the numbers, then show the statement, then say what you \
        assumed and what it leaves out. When the result was cut off, say so."""
        .formatted(
            context.tenant().path(),
            question,
            tables.catalog(),
            tables.dialect(),
            Fence.around(tables.described()),
            tables.catalog());
  }
}
