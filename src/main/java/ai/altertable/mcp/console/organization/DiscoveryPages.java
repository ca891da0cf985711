package ai.altertable.mcp.console.organization;

import ai.altertable.mcp.administration.DiscoveryDesk;
import ai.altertable.mcp.bus.Scope;
import ai.altertable.mcp.console.Markdown;
import ai.altertable.mcp.console.organization.Contents.Kind;
import ai.altertable.mcp.identity.ReachableEnvironment;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code /console/:organization/:environment/discoveries}: findings, and what people say of them.
 */
final class DiscoveryPages {
  static final Kind KIND = new Kind("discoveries", "Discoveries", "discovery", "list_discoveries");

  private final Contents contents;
  private final DiscoveryDesk desk;

  DiscoveryPages(Contents contents, DiscoveryDesk desk) {
    this.contents = contents;
    this.desk = desk;
  }

  void mount(ConsoleFrame frame) {
    frame.page(
        Contents.list(KIND),
        visit ->
            contents.listed(
                visit, KIND, item -> item.getString("status") + " · " + item.getString("summary")));
    frame.page(Contents.one(KIND), this::discovery);
    frame.form(Contents.one(KIND) + "/review", this::discovery, this::review);
  }

  private Future<View> discovery(Visit visit) {
    return contents
        .environment(visit)
        .compose(
            environment ->
                contents
                    .view(visit, environment, KIND, "view_discovery", new JsonObject())
                    .map(found -> page(visit, environment, found)));
  }

  private View page(Visit visit, ReachableEnvironment environment, JsonObject found) {
    Map<String, Object> model = new HashMap<>(Contents.provenance(found));
    String reason = found.getString("status_reason");
    model.put("slug", found.getString("slug"));
    model.put("summary", found.getString("summary"));
    model.put("status", found.getString("status"));
    model.put("pending", found.getString("status").equals("pending"));
    model.put("reason", reason == null ? "" : reason);
    model.put("explanation", Markdown.html(found.getString("explanation")));
    model.put("content", Markdown.html(found.getString("content")));
    List<Map<String, String>> context =
        found.getJsonArray("context_slugs").stream()
            .map(String.class::cast)
            .map(slug -> Map.of("slug", slug, "href", Contents.href(visit, slug)))
            .toList();
    model.put("context", context);
    return Contents.under(
            visit, environment, View.of("console-discovery", found.getString("title")))
        .under(Contents.path(visit, KIND), KIND.title())
        .with("path", Contents.path(visit, KIND) + "/" + found.getString("slug"))
        .with("reviews", environment.scopes().contains(Scope.WRITE))
        .with("discovery", model);
  }

  private Future<Done> review(Visit visit) {
    String slug = visit.context().pathParam("slug");
    return contents
        .environment(visit)
        .compose(
            environment ->
                desk.review(
                    visit.actor(),
                    environment,
                    slug,
                    new DiscoveryDesk.Verdict(
                        visit.fields().text("status"), visit.fields().text("reason"))))
        .map(done -> Done.at(Contents.path(visit, KIND) + "/" + slug, "Your review is recorded."));
  }
}
