package ai.altertable.mcp.console.organization;

import ai.altertable.mcp.administration.EventKeyEntry;
import ai.altertable.mcp.administration.EventKeyRegister;
import ai.altertable.mcp.console.Times;
import ai.altertable.mcp.console.organization.Flash.Message;
import io.vertx.core.Future;
import java.util.Map;

/**
 * {@code /console/:organization/:environment/event-keys}: keys that product events come in with,
 * for administrators.
 */
final class EventKeyPages {
  private static final String PATH = "/console/:organization/:environment/event-keys";

  private final EventKeyRegister keys;
  private final Trail trail;

  EventKeyPages(EventKeyRegister keys, Trail trail) {
    this.keys = keys;
    this.trail = trail;
  }

  void mount(ConsoleFrame frame) {
    frame.page(PATH, this::list);
    frame.form(PATH, this::list, this::create);
    frame.form(PATH + "/:id/revoke", this::list, this::revoke);
  }

  private Future<View> list(Visit visit) {
    return keys.list(visit.actor(), visit.organization(), visit.environment())
        .compose(
            all ->
                trail.below(
                    visit,
                    View.of("console-event-keys", "Event keys")
                        .with("path", path(visit))
                        .with("rows", all.stream().map(one -> row(visit, one)).toList())));
  }

  private Future<Done> create(Visit visit) {
    return keys.create(
            visit.actor(), visit.organization(), visit.environment(), visit.fields().text("name"))
        .map(
            made ->
                new Done(path(visit), new Message("The key is made.", Map.of("Key", made.key()))));
  }

  private Future<Done> revoke(Visit visit) {
    return keys.revoke(
            visit.actor(), visit.organization(), visit.environment(), visit.id("event key"))
        .map(done -> Done.at(path(visit), "The key has ended. Events sent with it are refused."));
  }

  private static String path(Visit visit) {
    return visit.home() + "/" + visit.environment() + "/event-keys";
  }

  private static Map<String, Object> row(Visit visit, EventKeyEntry key) {
    return Map.of(
        "path", path(visit) + "/" + key.id(),
        "name", key.name(),
        "beginning", key.beginning() + "…",
        "created", Times.minute(key.createdAt()),
        "used", Times.minute(key.lastUsedAt()),
        "ended", key.revokedAt().map(Times::minute).orElse(""));
  }
}
