package ai.altertable.mcp.console.organization;

import ai.altertable.mcp.administration.ConnectionDesk;
import ai.altertable.mcp.console.Times;
import ai.altertable.mcp.lakehouse.connection.ConnectionCheck;
import ai.altertable.mcp.lakehouse.connection.ConnectionDraft;
import ai.altertable.mcp.lakehouse.connection.ConnectionView;
import io.vertx.core.Future;
import java.util.Map;

/**
 * {@code /console/:organization/:environment/connections}: external catalogs of an environment, for
 * administrators.
 */
final class ConnectionPages {
  private static final String PATH = "/console/:organization/:environment/connections";
  private static final String TITLE = "Connections";

  private final ConnectionDesk connections;
  private final Trail trail;

  ConnectionPages(ConnectionDesk connections, Trail trail) {
    this.connections = connections;
    this.trail = trail;
  }

  void mount(ConsoleFrame frame) {
    frame.page(PATH, this::all);
    frame.page(PATH + "/new/:engine", this::blank);
    frame.form(PATH + "/new/:engine", this::blank, this::add);
    frame.page(PATH + "/:catalog", this::connection);
    frame.form(PATH + "/:catalog", this::connection, this::edit);
    frame.form(PATH + "/:catalog/remove", this::connection, this::remove);
  }

  private Future<View> all(Visit visit) {
    return connections
        .list(visit.actor(), visit.organization(), visit.environment())
        .compose(
            all ->
                trail.below(
                    visit,
                    View.of("console-connections", TITLE)
                        .with("path", path(visit))
                        .with("rows", all.stream().map(one -> row(visit, one)).toList())));
  }

  private Future<View> blank(Visit visit) {
    String engine = visit.context().pathParam("engine");
    ConnectionForm form = ConnectionForm.of(engine);
    return connections
        .list(visit.actor(), visit.organization(), visit.environment())
        .compose(
            all ->
                trail.below(
                    visit,
                    View.of("console-connection", "New " + form.title())
                        .with("path", path(visit) + "/new/" + engine)
                        .with("fresh", true)
                        .with("hasSecret", false)
                        .with("takesSecret", form.takesSecret())
                        .with("settings", form.fields(visit.fields()))
                        .with("form", visit.fields().shownAgain()),
                    crumb(visit)));
  }

  private Future<? extends Answer> add(Visit visit) {
    ConnectionForm form = ConnectionForm.of(visit.context().pathParam("engine"));
    ConnectionDraft draft = form.draft(visit.fields().text("catalog"), visit.fields());
    if (tests(visit)) {
      return connections
          .test(visit.actor(), visit.organization(), visit.environment(), draft)
          .compose(check -> blank(visit).map(view -> tested(view, check)));
    }
    return connections
        .add(visit.actor(), visit.organization(), visit.environment(), draft, anyway(visit))
        .map(view -> Done.at(path(visit), "The connection is there. Agents see it at once."));
  }

  private Future<View> connection(Visit visit) {
    return saved(visit)
        .compose(
            view -> {
              boolean again = !visit.fields().text("act").isEmpty();
              ConnectionForm form = ConnectionForm.of(view.engine());
              return trail.below(
                  visit,
                  View.of("console-connection", view.name())
                      .with("path", path(visit) + "/" + view.catalog())
                      .with("fresh", false)
                      .with("catalog", view.catalog())
                      .with("hasSecret", view.hasSecret())
                      .with("takesSecret", form.takesSecret())
                      .with(
                          "settings",
                          again ? form.fields(visit.fields()) : form.fields(view.settings()))
                      .with(
                          "form",
                          again
                              ? visit.fields().shownAgain()
                              : Map.of("name", view.name(), "description", view.description())),
                  crumb(visit));
            });
  }

  private Future<? extends Answer> edit(Visit visit) {
    return saved(visit)
        .compose(
            view -> {
              ConnectionForm form = ConnectionForm.of(view.engine());
              ConnectionDraft draft = form.draft(view.catalog(), visit.fields());
              return tests(visit)
                  ? connections
                      .test(visit.actor(), visit.organization(), visit.environment(), draft)
                      .compose(check -> connection(visit).map(page -> tested(page, check)))
                  : save(visit, draft);
            });
  }

  private Future<Answer> save(Visit visit, ConnectionDraft draft) {
    return connections
        .edit(visit.actor(), visit.organization(), visit.environment(), draft, anyway(visit))
        .map(view -> Done.at(path(visit), "The connection is changed."));
  }

  private Future<Done> remove(Visit visit) {
    return saved(visit)
        .compose(
            view -> {
              Confirmation.require(visit.fields(), view.catalog());
              return connections.remove(
                  visit.actor(), visit.organization(), visit.environment(), view.catalog());
            })
        .map(done -> Done.at(path(visit), "The connection is removed. Nothing there was touched."));
  }

  private Future<ConnectionView> saved(Visit visit) {
    return connections.get(
        visit.actor(),
        visit.organization(),
        visit.environment(),
        visit.context().pathParam("catalog"));
  }

  private static boolean tests(Visit visit) {
    return visit.fields().text("act").equals("test");
  }

  private static boolean anyway(Visit visit) {
    return visit.fields().ticked("anyway");
  }

  private static View tested(View view, ConnectionCheck check) {
    return view.with("tested", true)
        .with("reachable", check.reachable())
        .with("checked", check.message())
        .with("warnings", check.warnings());
  }

  private static View.Crumb crumb(Visit visit) {
    return new View.Crumb(path(visit), TITLE);
  }

  private static String path(Visit visit) {
    return visit.home() + "/" + visit.environment() + "/connections";
  }

  private static Map<String, Object> row(Visit visit, ConnectionView view) {
    return Map.of(
        "href", path(visit) + "/" + view.catalog(),
        "catalog", view.catalog(),
        "name", view.name(),
        "engine", ConnectionForm.of(view.engine()).title(),
        "description", view.description(),
        "changed", Times.minute(view.updatedAt()));
  }
}
