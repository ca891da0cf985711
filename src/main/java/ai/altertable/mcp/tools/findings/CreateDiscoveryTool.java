package ai.altertable.mcp.tools.findings;

import ai.altertable.mcp.assets.Discovery;
import ai.altertable.mcp.assets.DiscoveryStore;
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
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;

/** {@code create_discovery}: saves a finding for review and records its notification. */
public final class CreateDiscoveryTool implements Tool {
  private static final ToolDescriptor DESCRIPTOR =
      ToolDefinition.writes("findings", "create_discovery")
          .aliases("create_finding")
          .title("Save a discovery")
          .description(
              "Saves a finding about the data, pending review by people. A notification is always"
                  + " recorded with it, which the user is asked to confirm where the client can"
                  + " ask; `notify: false` keeps it quiet. Check list_discoveries for"
                  + " the same finding first.")
          .input(
              Schema.object()
                  .required("title", Schema.text().length(1, 100))
                  .required("summary", Schema.text().length(1, 500))
                  .required(
                      "explanation",
                      Schema.text().length(1, 4000).describe("Why it matters, how it was found"))
                  .required(
                      "content", Schema.text().length(1, 20_000).describe("Evidence, Markdown"))
                  .optional(
                      "context_slugs",
                      Schema.list(Assets.anySlug())
                          .items(0, 50)
                          .describe("What it rests on, such as INS-1"))
                  .optional("notify", Schema.flag().otherwise(true)))
          .output(
              Schema.object()
                  .required("environment", Schema.text())
                  .required("slug", Schema.text())
                  .required("explanation", Schema.text())
                  .required("notification_slug", Schema.text())
                  .required("notified", Schema.flag()))
          .build();

  private final DiscoveryStore discoveries;
  private final Confirmations confirmations;

  public CreateDiscoveryTool(DiscoveryStore discoveries, Confirmations confirmations) {
    this.discoveries = discoveries;
    this.confirmations = confirmations;
  }

  @Override
  public ToolDescriptor descriptor() {
    return DESCRIPTOR;
  }

  @Override
  public Future<ToolAnswer> call(ToolContext context, ToolArguments arguments) {
    Discovery.Draft draft =
        new Discovery.Draft(
            arguments.text("title"),
            arguments.text("summary"),
            arguments.text("explanation"),
            arguments.text("content"),
            arguments.texts("context_slugs"));
    boolean notify = arguments.flag("notify", true);
    return discoveries
        .sameOfToday(context.tenant().environmentId(), draft.title())
        .compose(
            same ->
                same.map(before -> Future.succeededFuture(known(context, before)))
                    .orElseGet(() -> save(context, draft, notify)));
  }

  private Future<ToolAnswer> save(ToolContext context, Discovery.Draft draft, boolean notify) {
    Future<Confirmed> confirmed =
        notify
            ? confirmations.ask(context, question(context, draft))
            : Future.succeededFuture(Confirmed.NOT_NEEDED);
    return confirmed.compose(
        who ->
            discoveries
                .create(
                    context.tenant().environmentId(),
                    draft,
                    notify,
                    context.caller().principal().name())
                .map(
                    saved ->
                        saved.known()
                            ? known(context, saved.discovery())
                            : answer(context, saved.discovery(), notify, who)));
  }

  private static String question(ToolContext context, Discovery.Draft draft) {
    return "Save this finding in %s and notify everybody there?\n\nTitle: %s\n\n%s"
        .formatted(context.tenant().path(), draft.title(), draft.summary());
  }

  private static ToolAnswer answer(
      ToolContext context, Discovery discovery, boolean notify, Confirmed confirmed) {
    String text =
        "%s: saved as %s, pending review. Notification %s was %s.%s"
            .formatted(
                context.tenant().path(),
                discovery.slug(),
                discovery.notificationSlug(),
                notify ? "recorded" : "recorded quietly",
                confirmed.note());
    return new ToolAnswer(text, structured(context, discovery, notify), 1L);
  }

  private static ToolAnswer known(ToolContext context, Discovery before) {
    String text =
        "%s: not saved again, and nobody was notified: %s has that title and is not a day old."
                .formatted(context.tenant().path(), before.slug())
            + " See view_discovery; give another finding another title.";
    return new ToolAnswer(text, structured(context, before, false), 0L);
  }

  private static JsonObject structured(ToolContext context, Discovery discovery, boolean notified) {
    return new JsonObject()
        .put("environment", context.tenant().path())
        .put("slug", discovery.slug())
        .put("explanation", discovery.draft().explanation())
        .put("notification_slug", discovery.notificationSlug())
        .put("notified", notified);
  }
}
