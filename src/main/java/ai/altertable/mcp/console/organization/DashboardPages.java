package ai.altertable.mcp.console.organization;

import ai.altertable.mcp.charts.Chart;
import ai.altertable.mcp.console.Markdown;
import ai.altertable.mcp.console.organization.Contents.Kind;
import ai.altertable.mcp.identity.ReachableEnvironment;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** {@code /console/:organization/:environment/dashboards}: charts and text side by side. */
final class DashboardPages {
  static final Kind KIND = new Kind("dashboards", "Dashboards", "dashboard", "list_dashboards");
  private static final int WIDTH = 620;

  private final Contents contents;
  private final Pictures pictures;

  DashboardPages(Contents contents, Pictures pictures) {
    this.contents = contents;
    this.pictures = pictures;
  }

  void mount(ConsoleFrame frame) {
    frame.page(
        Contents.list(KIND),
        visit -> contents.listed(visit, KIND, item -> item.getString("description")));
    frame.page(Contents.one(KIND), this::dashboard);
  }

  private Future<View> dashboard(Visit visit) {
    return contents
        .environment(visit)
        .compose(
            environment ->
                contents
                    .view(
                        visit,
                        environment,
                        KIND,
                        "view_dashboard",
                        new JsonObject().put("charts", true))
                    .compose(board -> page(visit, environment, board)));
  }

  private Future<View> page(Visit visit, ReachableEnvironment environment, JsonObject board) {
    Future<List<Map<String, Object>>> widgets = Future.succeededFuture(new ArrayList<>());
    for (Object widget : board.getJsonArray("widgets")) {
      widgets =
          widgets.compose(
              before ->
                  widget(visit, (JsonObject) widget)
                      .map(
                          model -> {
                            before.add(model);
                            return before;
                          }));
    }
    return widgets.map(
        shown ->
            Contents.under(
                    visit, environment, View.of("console-dashboard", board.getString("title")))
                .under(Contents.path(visit, KIND), KIND.title())
                .with("description", board.getString("description"))
                .with("labels", board.getJsonArray("labels").getList())
                .with("slug", board.getString("slug"))
                .with("by", board.getString("created_by"))
                .with("widgets", shown));
  }

  private Future<Map<String, Object>> widget(Visit visit, JsonObject widget) {
    String kind = widget.getString("kind");
    if (!kind.equals("insight")) {
      return Future.succeededFuture(
          Map.of("wide", kind.equals("section"), "html", Markdown.html(widget.getString("text"))));
    }
    String slug = widget.getString("insight");
    String title = widget.getString("title", slug);
    JsonObject chart =
        widget.containsKey("error")
            ? Chart.error(title, widget.getString("error")).toJson()
            : widget.getJsonObject("chart");
    return pictures
        .chart(chart, WIDTH)
        .map(
            drawn -> {
              Map<String, Object> model = new HashMap<>();
              model.put("chart", drawn);
              model.put("title", title);
              model.put("href", Contents.href(visit, slug));
              if (widget.containsKey("result")) {
                model.put("data", Pictures.rows(widget.getJsonObject("result")));
              }
              return model;
            });
  }
}
