package ai.altertable.mcp.tools.data;

import ai.altertable.mcp.assets.Page;
import ai.altertable.mcp.bus.ToolDescriptor;
import ai.altertable.mcp.lakehouse.CatalogInfo;
import ai.altertable.mcp.lakehouse.Lakehouse;
import ai.altertable.mcp.tools.Schema;
import ai.altertable.mcp.tools.Tool;
import ai.altertable.mcp.tools.ToolAnswer;
import ai.altertable.mcp.tools.ToolArguments;
import ai.altertable.mcp.tools.ToolContext;
import ai.altertable.mcp.tools.ToolDefinition;
import ai.altertable.mcp.tools.result.Fence;
import ai.altertable.mcp.tools.result.Paging;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** {@code list_connections}: the catalogs, and whether each can be reached. */
public final class ListConnectionsTool implements Tool {
  private static final String NAME = "list_connections";
  private static final int MAX_REASON = 300;

  /** One that is dead must not hold up what is said of the others. */
  private static final int ANSWER_SECONDS = 6;

  private static final ToolDescriptor DESCRIPTOR =
      ToolDefinition.reads("data", NAME)
          .aliases("list_catalogs")
          .title("List connections")
          .description(
              "Lists the catalogs of this environment: engine, SQL dialect, and whether each can be"
                  + " reached. Pass `catalog` to other tools.")
          .input(Paging.input(Schema.object()))
          .output(
              Paging.output(
                  "connections",
                  Schema.object()
                      .required("catalog", Schema.text())
                      .required("name", Schema.text())
                      .required("engine", Schema.text())
                      .required("dialect", Schema.text())
                      .required("read_only", Schema.flag())
                      .required("description", Schema.text())
                      .required("reachable", Schema.flag())
                      .optional("unreachable_because", Schema.text())))
          .build();

  private final Lakehouse lakehouse;
  private final Paging paging;

  public ListConnectionsTool(Lakehouse lakehouse, Paging paging) {
    this.lakehouse = lakehouse;
    this.paging = paging;
  }

  @Override
  public ToolDescriptor descriptor() {
    return DESCRIPTOR;
  }

  @Override
  public Future<ToolAnswer> call(ToolContext context, ToolArguments arguments) {
    return lakehouse
        .catalogs(context.tenant())
        .map(catalogs -> Page.slice(catalogs, paging.request(context, NAME, arguments)))
        .compose(
            page -> {
              List<Future<JsonObject>> described =
                  page.items().stream().map(catalog -> describe(context, catalog)).toList();
              return Future.all(described)
                  .map(all -> answer(context, new JsonArray(all.list()), page.next()));
            });
  }

  private Future<JsonObject> describe(ToolContext context, CatalogInfo catalog) {
    JsonObject described =
        new JsonObject()
            .put("catalog", catalog.catalog())
            .put("name", catalog.name())
            .put("engine", catalog.engine())
            .put("dialect", catalog.dialect())
            .put("read_only", catalog.readOnly())
            .put("description", catalog.description());
    return lakehouse
        .engine(context.tenant(), catalog.catalog())
        .compose(engine -> engine.ping())
        .timeout(ANSWER_SECONDS, TimeUnit.SECONDS)
        .map(alive -> described.put("reachable", true))
        .otherwise(
            reason ->
                described
                    .put("reachable", false)
                    .put("unreachable_because", Unreachable.because(reason)));
  }

  private ToolAnswer answer(ToolContext context, JsonArray connections, Long next) {
    String cursor = paging.cursor(context, NAME, next);
    StringBuilder text = new StringBuilder(context.tenant().path());
    text.append(": ").append(connections.size()).append(" connections");
    text.append(cursor == null ? "." : "; more with cursor " + cursor);
    for (Object each : connections) {
      JsonObject connection = (JsonObject) each;
      text.append("\n- ").append(connection.getString("catalog"));
      text.append(" (").append(connection.getString("dialect")).append(')');
      text.append(connection.getBoolean("reachable") ? "" : ", NOT reachable: ");
      text.append(Fence.line(connection.getString("unreachable_because", ""), MAX_REASON));
      String description = connection.getString("description");
      text.append(description.isEmpty() ? "" : " — " + Fence.line(description, MAX_REASON));
    }
    JsonObject structured =
        new JsonObject()
            .put("environment", context.tenant().path())
            .put("connections", connections)
            .put("next_cursor", cursor);
    return new ToolAnswer(text.toString(), structured, (long) connections.size());
  }
}
