package ai.altertable.mcp.tools.notify;

import ai.altertable.mcp.assets.Notification;
import ai.altertable.mcp.assets.NotificationStore;
import ai.altertable.mcp.bus.ToolDescriptor;
import ai.altertable.mcp.tools.Schema;
import ai.altertable.mcp.tools.Tool;
import ai.altertable.mcp.tools.ToolAnswer;
import ai.altertable.mcp.tools.ToolArguments;
import ai.altertable.mcp.tools.ToolContext;
import ai.altertable.mcp.tools.ToolDefinition;
import ai.altertable.mcp.tools.result.Assets;
import ai.altertable.mcp.tools.result.Fence;
import ai.altertable.mcp.tools.result.ListAnswer;
import ai.altertable.mcp.tools.result.Paging;
import ai.altertable.mcp.tools.result.Times;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Instant;

/** {@code list_notifications}. */
public final class ListNotificationsTool implements Tool {
  private static final String NAME = "list_notifications";
  private static final int MAX_LINE = 300;
  private static final ToolDescriptor DESCRIPTOR =
      ToolDefinition.reads("notify", NAME)
          .title("List notifications")
          .description("Lists what the people of this environment were told, the newest first.")
          .input(
              Paging.input(
                  Schema.object()
                      .optional("source_slug", Assets.anySlug().describe("What it is about"))
                      .optional("created_after", Times.schema())))
          .output(
              Paging.output(
                  "notifications",
                  Schema.object()
                      .required("slug", Schema.text())
                      .required("title", Schema.text())
                      .required("body", Schema.text())
                      .required("source_slug", Schema.text().orNull())
                      .required("quiet", Schema.flag())
                      .required("created_by", Schema.text())
                      .required("created_at", Schema.text())))
          .build();

  private final NotificationStore notifications;
  private final Paging paging;

  public ListNotificationsTool(NotificationStore notifications, Paging paging) {
    this.notifications = notifications;
    this.paging = paging;
  }

  @Override
  public ToolDescriptor descriptor() {
    return DESCRIPTOR;
  }

  @Override
  public Future<ToolAnswer> call(ToolContext context, ToolArguments arguments) {
    String source = arguments.optionalText("source_slug").orElse(null);
    Instant since = Times.read(arguments, "created_after");
    String list = NAME + "\n" + source + "\n" + since;
    return notifications
        .list(
            context.tenant().environmentId(),
            source,
            since,
            paging.request(context, list, arguments))
        .map(
            page ->
                ListAnswer.of(
                    context,
                    "notifications",
                    page,
                    paging.cursor(context, list, page.next()),
                    ListNotificationsTool::json,
                    ListNotificationsTool::line));
  }

  private static JsonObject json(Notification notification) {
    Notification.Draft draft = notification.draft();
    return new JsonObject()
        .put("slug", notification.slug())
        .put("title", draft.title())
        .put("body", draft.body())
        .put("source_slug", draft.sourceSlug())
        .put("quiet", !draft.fanOut())
        .put("created_by", notification.createdBy())
        .put("created_at", notification.createdAt().toString());
  }

  private static String line(Notification notification) {
    Notification.Draft draft = notification.draft();
    return "%s %s%s %s"
        .formatted(
            notification.slug(),
            notification.createdAt(),
            draft.sourceSlug() == null ? "" : " about " + draft.sourceSlug(),
            Fence.line(draft.title() + " — " + draft.body(), MAX_LINE));
  }
}
