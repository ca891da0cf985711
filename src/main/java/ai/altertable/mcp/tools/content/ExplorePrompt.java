package ai.altertable.mcp.tools.content;

import ai.altertable.mcp.tools.ToolContext;
import ai.altertable.mcp.tools.result.Fence;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;

/** {@code explore_environment}: what is here, and what can be learned from it. */
final class ExplorePrompt implements Prompt {
  private static final String FOCUS = "focus";
  private static final Description DESCRIPTION =
      new Description(
          "explore_environment",
          "Explore the environment",
          "Get to know what data, models, insights and findings there are, and what to ask next",
          List.of(new Argument(FOCUS, "What you are interested in, in a few words", false)));

  private final EnvironmentFacts facts;

  ExplorePrompt(EnvironmentFacts facts) {
    this.facts = facts;
  }

  @Override
  public Description description() {
    return DESCRIPTION;
  }

  @Override
  public Map<String, Completer> completers() {
    return Map.of(
        FOCUS,
        Completers.fixed("activation", "churn", "data quality", "orders", "retention", "revenue"));
  }

  @Override
  public Future<String> text(ToolContext context, Map<String, String> arguments) {
    String focus =
        arguments.containsKey(FOCUS)
            ? "What interests me most: " + arguments.get(FOCUS) + "\n"
            : "";
    return facts
        .overview(context)
        .map(
            overview ->
                """
                Get to know the environment %s for me, and tell me what can be learned from it.
                %s
                This is what it holds now:
                %s

                Go about it like this:
                1. Call whoami: it says what you may do and what the team wants every agent to know.
                2. Read the semantic models that matter (view_semantic_model) before raw tables, and \
                use tables endorsed verified; leave those that are excluded. get_connection with \
                level full shows columns and comments.
                3. Look what is known already: list_discoveries for findings, search_memory for what \
                earlier sessions learned, execute_insight for the saved questions that fit.
                4. Check how fresh and complete the data is: newest and oldest times, row counts by \
                day, empty columns. get_connection with level profile samples up to five tables.
                5. Then answer: what this environment measures, three to five facts with their \
                numbers and the query or insight behind each, what looks odd or broken, and five \
                questions worth asking next.

                Count users as distinct identities, never as events. Say when an answer was cut off. \
                Save nothing unless I ask for it."""
                    .formatted(context.tenant().path(), focus, Fence.around(overview)));
  }
}
