package ai.altertable.mcp.console.organization;

import ai.altertable.mcp.console.Times;
import ai.altertable.mcp.identity.admin.EnvironmentEntry;
import ai.altertable.mcp.identity.admin.Environments;
import io.vertx.core.Future;
import java.util.Map;

/** {@code /console/:organization/-/environments}: make, rename and delete environments. */
final class EnvironmentPages {
  private static final String SECTION = "environments";
  private static final String TITLE = "Manage environments";
  private static final String PATH = "/console/:organization/-/environments";

  private final Environments environments;

  EnvironmentPages(Environments environments) {
    this.environments = environments;
  }

  void mount(ConsoleFrame frame) {
    frame.page(PATH, this::list);
    frame.form(PATH, this::list, this::create);
    frame.page(PATH + "/:environment", this::environment);
    frame.form(PATH + "/:environment/rename", this::environment, this::rename);
    frame.form(PATH + "/:environment/delete", this::environment, this::delete);
  }

  private Future<View> list(Visit visit) {
    return environments
        .list(visit.actor(), visit.organization())
        .map(
            all ->
                View.of("console-environments", TITLE)
                    .in(SECTION)
                    .with("path", visit.admin(SECTION))
                    .with("rows", all.stream().map(one -> row(visit, one)).toList()));
  }

  private Future<Done> create(Visit visit) {
    String slug = visit.fields().text("slug");
    return environments
        .create(visit.actor(), visit.organization(), slug, visit.fields().text("name"))
        .map(
            id ->
                Done.at(
                    visit.home() + "/" + slug,
                    "The environment is made. Its database follows at first use."));
  }

  private Future<View> environment(Visit visit) {
    return environments
        .get(visit.actor(), visit.organization(), visit.environment())
        .map(
            entry ->
                View.of("console-environment-manage", entry.name())
                    .in(SECTION)
                    .under(visit.admin(SECTION), TITLE)
                    .with("row", row(visit, entry)));
  }

  private Future<Done> rename(Visit visit) {
    return environments
        .rename(
            visit.actor(), visit.organization(), visit.environment(), visit.fields().text("name"))
        .map(done -> Done.at(visit.admin(SECTION), "The environment has its new name."));
  }

  private Future<Done> delete(Visit visit) {
    return environments
        .delete(
            visit.actor(),
            visit.organization(),
            visit.environment(),
            visit.fields().text("confirmation"))
        .map(
            done ->
                Done.at(
                    visit.admin(SECTION),
                    "The environment is deleted, with its connections and tokens."));
  }

  private static Map<String, Object> row(Visit visit, EnvironmentEntry entry) {
    return Map.of(
        "path", visit.admin(SECTION) + "/" + entry.slug(),
        "home", visit.home() + "/" + entry.slug(),
        "slug", entry.slug(),
        "name", entry.name(),
        "created", Times.minute(entry.createdAt()),
        "connected", entry.connected());
  }
}
