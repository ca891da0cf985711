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
import ai.altertable.mcp.tools.confirm.Confirmations;
import ai.altertable.mcp.tools.confirm.Confirmations.Confirmed;
import ai.altertable.mcp.tools.result.Assets;
import ai.altertable.mcp.tools.result.Fence;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** {@code create_notification}: tells the people of the environment something. */
public final class CreateNotificationTool implements Tool {
  private static final int MAX_CHANNELS = 500;
  private static final ToolDescriptor DESCRIPTOR =
      ToolDefinition.writes("notify", "create_notification")
          .title("Notify people")
          .description(
              "Records a notification that the people of this environment see in the app, and queues"
                  + " it for the environment's channels (e-mail, webhooks). For findings use"
                  + " create_discovery, which notifies by itself. The user is asked to confirm where"
                  + " the client can ask.")
          .input(
              Schema.object()
                  .required("title", Schema.text().length(1, 100))
                  .required("body", Schema.text().length(1, 4000).describe("Markdown"))
                  .optional("source_slug", Assets.anySlug().describe("What it is about")))
          .output(
              Schema.object()
                  .required("environment", Schema.text())
                  .required("slug", Schema.text())
                  .required("delivered_to", Schema.list(Schema.text()))
                  .required("queued_for", Schema.list(Schema.text()))
                  .required("confirmed", Schema.flag()))
          .build();

  private final NotificationStore notifications;
  private final Confirmations confirmations;

  public CreateNotificationTool(NotificationStore notifications, Confirmations confirmations) {
    this.notifications = notifications;
    this.confirmations = confirmations;
  }

  @Override
  public ToolDescriptor descriptor() {
    return DESCRIPTOR;
  }

  @Override
  public Future<ToolAnswer> call(ToolContext context, ToolArguments arguments) {
    Notification.Draft draft =
        new Notification.Draft(
            arguments.text("title"),
            arguments.text("body"),
            arguments.optionalText("source_slug").orElse(null),
            true);
    String question =
        "Notify everybody in %s?\n\nTitle: %s\n\n%s"
            .formatted(context.tenant().path(), draft.title(), draft.body());
    return confirmations
        .ask(context, question)
        .compose(
            confirmed ->
                notifications
                    .create(
                        context.tenant().environmentId(),
                        draft,
                        context.caller().principal().name())
                    .map(sent -> answer(context, sent, confirmed)));
  }

  private static ToolAnswer answer(
      ToolContext context, NotificationStore.Sent sent, Confirmed confirmed) {
    List<String> channels = sent.channels();
    String slug = sent.notification().slug();
    String text =
        "%s: notification %s is in the app%s"
                .formatted(
                    context.tenant().path(),
                    slug,
                    channels.isEmpty()
                        ? "; there is no other channel."
                        : ", and on its way to: "
                            + Fence.line(String.join(", ", channels), MAX_CHANNELS)
                            + ".")
            + confirmed.note();
    JsonObject structured =
        new JsonObject()
            .put("environment", context.tenant().path())
            .put("slug", slug)
            .put("delivered_to", new JsonArray().add("in_app"))
            .put("queued_for", new JsonArray(channels))
            .put("confirmed", confirmed == Confirmed.BY_PERSON);
    return new ToolAnswer(text, structured, 1L);
  }
}
