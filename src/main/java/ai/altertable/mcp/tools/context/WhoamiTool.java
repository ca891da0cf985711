package ai.altertable.mcp.tools.context;

import ai.altertable.mcp.assets.Knowledge;
import ai.altertable.mcp.bus.Caller;
import ai.altertable.mcp.bus.Scope;
import ai.altertable.mcp.bus.ToolDescriptor;
import ai.altertable.mcp.tools.CallLimiter;
import ai.altertable.mcp.tools.Schema;
import ai.altertable.mcp.tools.Tool;
import ai.altertable.mcp.tools.ToolAnswer;
import ai.altertable.mcp.tools.ToolArguments;
import ai.altertable.mcp.tools.ToolContext;
import ai.altertable.mcp.tools.ToolDefinition;
import ai.altertable.mcp.tools.result.Fence;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** {@code whoami}: where the session is, what it may do, what there is. */
public final class WhoamiTool implements Tool {
  private static final int MAX_KNOWLEDGE = 2000;
  private static final int MAX_NAME = 200;
  private static final ToolDescriptor DESCRIPTOR =
      ToolDefinition.reads("context", "whoami")
          .aliases("initialize")
          .title("Who am I")
          .description(
              "Call this first. Says which organization and environment this session works in (fixed"
                  + " by the sign-in), who signed in, what may be done and what is hidden and why,"
                  + " limits, counts of everything, and the team's knowledge entries.")
          .output(
              Schema.object()
                  .required("environment", Schema.text())
                  .required("organization", Schema.text())
                  .required("user", Schema.text())
                  .required("client", Schema.text())
                  .required("scopes", Schema.list(Schema.text()))
                  .required("token_expires_at", Schema.text())
                  .required(
                      "calls",
                      Schema.object()
                          .required("running", Schema.integer())
                          .required("at_a_time", Schema.integer()))
                  .required("hidden_tools", Schema.list(Schema.text()))
                  .required("hidden_because", Schema.text().orNull())
                  .required("counts", Schema.map())
                  .required("counted_at", Schema.text())
                  .required(
                      "knowledge",
                      Schema.list(
                          Schema.object()
                              .required("slug", Schema.text())
                              .required("title", Schema.text())
                              .required("content", Schema.text()))))
          .build();

  private final EnvironmentSummary summaries;
  private final CallLimiter limiter;
  private final List<String> writeTools;

  /**
   * @param writeTools tools that need scope {@code write}
   */
  public WhoamiTool(EnvironmentSummary summaries, CallLimiter limiter, List<String> writeTools) {
    this.summaries = summaries;
    this.limiter = limiter;
    this.writeTools = List.copyOf(writeTools);
  }

  @Override
  public ToolDescriptor descriptor() {
    return DESCRIPTOR;
  }

  @Override
  public Future<ToolAnswer> call(ToolContext context, ToolArguments arguments) {
    return summaries.of(context.tenant()).map(summary -> answer(context.caller(), summary));
  }

  private ToolAnswer answer(Caller caller, EnvironmentSummary.Summary summary) {
    boolean readOnly = !caller.may(Scope.WRITE);
    String hiddenBecause =
        readOnly
            ? "This sign-in has no scope write. To get it, connect again and tick Write on the"
                + " consent page."
            : null;
    JsonArray knowledge = new JsonArray();
    summary.knowledge().forEach(entry -> knowledge.add(json(entry)));
    int running = limiter.running(caller.grantId());
    JsonObject structured =
        new JsonObject()
            .put("environment", caller.tenant().path())
            .put("organization", caller.tenant().organization())
            .put("user", caller.principal().name())
            .put("client", caller.principal().clientName())
            .put(
                "scopes",
                new JsonArray(caller.scopes().stream().sorted().map(Scope::wire).toList()))
            .put("token_expires_at", caller.expiresAt().toString())
            .put(
                "calls",
                new JsonObject().put("running", running).put("at_a_time", limiter.perGrant()))
            .put("hidden_tools", readOnly ? new JsonArray(writeTools) : new JsonArray())
            .put("hidden_because", hiddenBecause)
            .put("counts", summary.counts())
            .put("counted_at", summary.at().toString())
            .put("knowledge", knowledge);
    return ToolAnswer.of(text(caller, summary, hiddenBecause, running), structured);
  }

  private String text(
      Caller caller, EnvironmentSummary.Summary summary, String hiddenBecause, int running) {
    StringBuilder text = new StringBuilder("You work in environment ");
    text.append(caller.tenant().path()).append(" as ");
    text.append(Fence.line(caller.principal().name(), MAX_NAME)).append(" through ");
    text.append(Fence.line(caller.principal().clientName(), MAX_NAME));
    text.append("; scopes: ").append(Scope.format(caller.scopes())).append(".\n");
    text.append("The environment is fixed by the sign-in: for another one, connect again.\n");
    text.append("Token until ").append(caller.expiresAt()).append("; ").append(running);
    text.append(" of ").append(limiter.perGrant()).append(" calls at a time are running.\n");
    if (hiddenBecause != null) {
      text.append("Hidden: ").append(String.join(", ", writeTools)).append(". ");
      text.append(hiddenBecause).append('\n');
    }
    text.append("There are: ");
    summary
        .counts()
        .forEach(
            count ->
                text.append(count.getValue())
                    .append(' ')
                    .append(count.getKey().replace('_', ' '))
                    .append(", "));
    text.setLength(text.length() - 2);
    text.append('.');
    if (!summary.knowledge().isEmpty()) {
      text.append("\nKnowledge of the team:\n").append(Fence.around(knowledge(summary)));
    }
    return text.toString();
  }

  private static String knowledge(EnvironmentSummary.Summary summary) {
    StringBuilder text = new StringBuilder();
    for (Knowledge entry : summary.knowledge()) {
      text.append(text.isEmpty() ? "" : "\n\n").append(entry.slug()).append(' ');
      text.append(entry.draft().title()).append('\n').append(shortened(entry));
    }
    return text.toString();
  }

  private static JsonObject json(Knowledge entry) {
    return new JsonObject()
        .put("slug", entry.slug())
        .put("title", entry.draft().title())
        .put("content", shortened(entry));
  }

  private static String shortened(Knowledge entry) {
    String content = entry.draft().content();
    return content.length() <= MAX_KNOWLEDGE
        ? content
        : content.substring(0, MAX_KNOWLEDGE) + "… (cut off)";
  }
}
