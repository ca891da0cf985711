package ai.altertable.mcp.tools.ask;

import ai.altertable.mcp.assets.ChatStore;
import ai.altertable.mcp.bus.ToolDescriptor;
import ai.altertable.mcp.config.AskConfig;
import ai.altertable.mcp.tools.Schema;
import ai.altertable.mcp.tools.Tool;
import ai.altertable.mcp.tools.ToolAnswer;
import ai.altertable.mcp.tools.ToolArguments;
import ai.altertable.mcp.tools.ToolContext;
import ai.altertable.mcp.tools.ToolDefinition;
import ai.altertable.mcp.tools.ToolFault;
import ai.altertable.mcp.tools.result.Fence;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * {@code ask}: has the configured model answer a question with the reading tools of the caller's
 * own environment. Only there when a model is configured.
 */
public final class AskTool implements Tool {
  private static final ToolDescriptor DESCRIPTOR =
      ToolDefinition.reads("context", "ask")
          .mayTakeLong()
          .asksElsewhere()
          .title("Ask the data agent")
          .description(
              "Has this server's data agent answer a question about the environment with the reading"
                  + " tools; question and data go to the model that the server's operator configured."
                  + " `chat_id` of an answer goes on with that chat.")
          .input(
              Schema.object()
                  .required("question", Schema.text().length(1, 4000))
                  .optional("chat_id", Schema.text().pattern("^[0-9a-f-]{36}$")))
          .output(
              Schema.object()
                  .required("environment", Schema.text())
                  .required("chat_id", Schema.text())
                  .required("answer", Schema.text())
                  .required("model", Schema.text())
                  .required("tools_called", Schema.list(Schema.text()))
                  .required("steps", Schema.integer())
                  .required("tokens", Schema.integer()))
          .build();

  private final ModelClient model;
  private final ReadTools tools;
  private final AskConfig.Limits limits;
  private final ChatStore chats;

  private AskTool(ModelClient model, ReadTools tools, AskConfig.Limits limits, ChatStore chats) {
    this.model = model;
    this.tools = tools;
    this.limits = limits;
    this.chats = chats;
  }

  /** Some tools and {@code ask}, which may use those of them that only read. */
  public static List<Tool> with(
      List<Tool> tools, Vertx vertx, ModelClient model, AskConfig.Limits limits, ChatStore chats) {
    List<Tool> all = new ArrayList<>(tools);
    ReadTools read = new ReadTools(vertx, tools.stream().map(Tool::descriptor).toList());
    all.add(new AskTool(model, read, limits, chats));
    return all;
  }

  @Override
  public ToolDescriptor descriptor() {
    return DESCRIPTOR;
  }

  @Override
  public Future<ToolAnswer> call(ToolContext context, ToolArguments arguments) {
    Optional<UUID> given = arguments.optionalText("chat_id").map(AskTool::id);
    UUID chat = given.orElseGet(UUID::randomUUID);
    String question = arguments.text("question");
    Future<List<ChatStore.Turn>> before =
        given.isPresent() ? turns(context, chat) : Future.succeededFuture(List.of());
    return before
        .compose(turns -> new Question(context, model, tools, limits, turns).ask(question))
        .compose(
            answer ->
                chats
                    .add(context.caller(), chat, new ChatStore.Turn(question, answer.text()))
                    .map(kept -> answer(context, chat, answer)));
  }

  private Future<List<ChatStore.Turn>> turns(ToolContext context, UUID chat) {
    return chats.find(context.caller(), chat).map(found -> found.orElseThrow(AskTool::noChat));
  }

  private ToolAnswer answer(ToolContext context, UUID chat, Question.Answer answer) {
    JsonObject structured =
        new JsonObject()
            .put("environment", context.tenant().path())
            .put("chat_id", chat.toString())
            .put("answer", answer.text())
            .put("model", model.model())
            .put("tools_called", new JsonArray(new ArrayList<>(answer.called())))
            .put("steps", answer.steps())
            .put("tokens", answer.tokens());
    String text =
        "%s: the data agent answers after %d tool calls (chat_id %s). It may be wrong: check what matters.\n"
            .formatted(context.tenant().path(), answer.called().size(), chat);
    return ToolAnswer.of(text + Fence.around(answer.text()), structured);
  }

  private static UUID id(String text) {
    try {
      return UUID.fromString(text);
    } catch (IllegalArgumentException e) {
      throw noChat();
    }
  }

  private static ToolFault noChat() {
    return new ToolFault(
        "You have no such chat here, or it has expired. Leave chat_id out to begin a new one.");
  }
}
