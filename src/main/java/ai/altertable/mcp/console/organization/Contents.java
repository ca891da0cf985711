package ai.altertable.mcp.console.organization;

import ai.altertable.mcp.administration.Reach;
import ai.altertable.mcp.console.Times;
import ai.altertable.mcp.console.organization.EnvironmentTools.Refusal;
import ai.altertable.mcp.identity.ReachableEnvironment;
import ai.altertable.mcp.identity.admin.Refused;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** What the pages over saved things have in common: the way to them, and their lists. */
final class Contents {
  private static final String PATH = "/console/:organization/:environment/";
  private static final int PAGE = 25;

  private final Reach reach;
  private final EnvironmentTools tools;

  Contents(Reach reach, EnvironmentTools tools) {
    this.reach = reach;
    this.tools = tools;
  }

  /**
   * A kind of saved things.
   *
   * @param name last segment of the list's path, and the key of the items in the tool's answer
   * @param title of the list
   * @param one a single one, for refusals
   * @param listTool lists them
   */
  record Kind(String name, String title, String one, String listTool) {}

  static String list(Kind kind) {
    return PATH + kind.name();
  }

  static String one(Kind kind) {
    return list(kind) + "/:slug";
  }

  /** Path of the list. */
  static String path(Visit visit, Kind kind) {
    return visit.home() + "/" + visit.environment() + "/" + kind.name();
  }

  /** The environment in the path, when the visitor reaches it. */
  Future<ReachableEnvironment> environment(Visit visit) {
    return reach.environment(visit.actor(), visit.organization(), visit.environment());
  }

  /** The answer of a tool about the thing in the path; there may be none. */
  Future<JsonObject> view(
      Visit visit, ReachableEnvironment environment, Kind kind, String tool, JsonObject more) {
    JsonObject arguments =
        new JsonObject().put("slug", visit.context().pathParam("slug")).mergeIn(more);
    return tools
        .read(visit, environment, tool, arguments)
        .recover(
            failure ->
                Future.failedFuture(
                    failure instanceof Refusal ? Refused.notFound(kind.one()) : failure));
  }

  /** The page that lists them, the newest first. */
  Future<View> listed(Visit visit, Kind kind, Function<JsonObject, String> under) {
    JsonObject arguments = new JsonObject().put("limit", PAGE);
    visit.query().get("cursor").ifPresent(cursor -> arguments.put("cursor", cursor));
    visit.query().get("search").ifPresent(search -> arguments.put("search", search));
    return environment(visit)
        .compose(
            environment ->
                tools
                    .read(visit, environment, kind.listTool(), arguments)
                    .map(
                        answer ->
                            under(visit, environment, View.of("console-contents", kind.title()))
                                .with("path", path(visit, kind))
                                .with("search", visit.query().text("search"))
                                .with("searches", !kind.name().equals("notifications"))
                                .with("rows", rows(visit, kind, answer, under))
                                .with(
                                    "next",
                                    Links.next(
                                        path(visit, kind),
                                        visit.query(),
                                        List.of("search"),
                                        Optional.ofNullable(answer.getString("next_cursor"))))))
        .recover(
            failure ->
                Future.failedFuture(
                    failure instanceof Refusal ? Refused.notFound("page") : failure));
  }

  private static List<Map<String, Object>> rows(
      Visit visit, Kind kind, JsonObject answer, Function<JsonObject, String> under) {
    JsonArray items = answer.getJsonArray(kind.name());
    return items.stream()
        .map(JsonObject.class::cast)
        .map(
            item ->
                Map.<String, Object>of(
                    "href", path(visit, kind) + "/" + item.getString("slug"),
                    "slug", item.getString("slug"),
                    "title", item.getString("title"),
                    "under", under.apply(item)))
        .toList();
  }

  /** A page below its environment. */
  static View under(Visit visit, ReachableEnvironment environment, View view) {
    return view.in("environments")
        .under(visit.home() + "/" + visit.environment(), environment.environmentName());
  }

  /** Where the thing of a slug has its page; empty when its kind has none. */
  static String href(Visit visit, String slug) {
    String environment = visit.home() + "/" + visit.environment() + "/";
    return switch (slug.substring(0, Math.min(4, slug.length()))) {
      case "INS-" -> environment + "insights/" + slug;
      case "DSH-" -> environment + "dashboards/" + slug;
      case "DSC-" -> environment + "discoveries/" + slug;
      default -> "";
    };
  }

  /** Who saved it and when, in words. */
  static Map<String, Object> provenance(JsonObject item) {
    Map<String, Object> model = new HashMap<>();
    for (String name : List.of("created", "updated")) {
      model.put(name + "by", item.getString(name + "_by", ""));
      model.put(name + "at", time(item.getString(name + "_at")));
    }
    return model;
  }

  /**
   * A time of a tool's answer, in words.
   *
   * @param at may be null
   */
  static String time(String at) {
    return at == null ? "" : Times.minute(Instant.parse(at));
  }
}
