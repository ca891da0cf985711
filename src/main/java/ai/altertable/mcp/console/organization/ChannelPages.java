package ai.altertable.mcp.console.organization;

import ai.altertable.mcp.administration.ChannelDesk;
import ai.altertable.mcp.console.Times;
import ai.altertable.mcp.console.organization.Flash.Message;
import ai.altertable.mcp.delivery.Channel;
import ai.altertable.mcp.delivery.Channels;
import ai.altertable.mcp.delivery.Delivery;
import ai.altertable.mcp.identity.admin.Page;
import ai.altertable.mcp.identity.admin.Refused;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;

/**
 * {@code /console/:organization/:environment/channels}: where notifications go besides the app, and
 * those that did not arrive, for administrators.
 */
final class ChannelPages {
  private static final int ROWS = 50;
  private static final String PATH = "/console/:organization/:environment/channels";

  private final ChannelDesk channels;
  private final Trail trail;

  ChannelPages(ChannelDesk channels, Trail trail) {
    this.channels = channels;
    this.trail = trail;
  }

  void mount(ConsoleFrame frame) {
    frame.page(PATH, this::list);
    frame.form(PATH, this::list, this::add);
    frame.form(PATH + "/:id/remove", this::list, this::remove);
    frame.form(PATH + "/deliveries/:id/retry", this::list, this::retry);
  }

  private Future<View> list(Visit visit) {
    return channels
        .list(visit.actor(), visit.organization(), visit.environment())
        .compose(
            all ->
                Future.all(
                        deliveries(visit, "dead", visit.slice(ROWS)),
                        deliveries(visit, "pending", Page.Request.first(ROWS)))
                    .compose(
                        both ->
                            trail.below(
                                visit, page(visit, all, both.resultAt(0), both.resultAt(1)))));
  }

  private Future<Page<Delivery>> deliveries(Visit visit, String state, Page.Request request) {
    return channels.deliveries(
        visit.actor(), visit.organization(), visit.environment(), state, request);
  }

  private static View page(
      Visit visit, List<Channel> all, Page<Delivery> dead, Page<Delivery> waiting) {
    return View.of("console-channels", "Notification channels")
        .with("path", path(visit))
        .with(
            "kinds",
            Options.of(
                List.of(Channel.Kind.values()),
                Channel.Kind::wire,
                ChannelPages::label,
                visit.fields().text("kind")))
        .with("rows", all.stream().map(one -> row(visit, one)).toList())
        .with("dead", dead.items().stream().map(one -> row(visit, one)).toList())
        .with("older", Links.next(path(visit), visit.query(), List.of(), dead.next()))
        .with("waiting", waiting.items().stream().map(one -> row(visit, one)).toList())
        .with("more", waiting.next().isPresent());
  }

  private Future<Done> add(Visit visit) {
    Channel.Draft draft =
        new Channel.Draft(
            kind(visit.fields().text("kind")),
            visit.fields().text("name"),
            visit.fields().text("target"));
    return channels
        .add(visit.actor(), visit.organization(), visit.environment(), draft)
        .map(made -> new Done(path(visit), message(made)));
  }

  private static Channel.Kind kind(String wire) {
    try {
      return Channel.Kind.of(wire);
    } catch (IllegalArgumentException e) {
      throw Refused.invalid("kind", "Choose e-mail or webhook.");
    }
  }

  private static Message message(Channels.Made made) {
    return made.secret()
        .map(
            secret ->
                new Message(
                    "The channel is added. Its messages are signed with this secret.",
                    Map.of("Secret", secret)))
        .orElseGet(() -> new Message("The channel is added.", Map.of()));
  }

  private Future<Done> remove(Visit visit) {
    return channels
        .remove(visit.actor(), visit.organization(), visit.environment(), visit.id("channel"))
        .map(done -> Done.at(path(visit), "The channel is removed."));
  }

  private Future<Done> retry(Visit visit) {
    return channels
        .again(visit.actor(), visit.organization(), visit.environment(), visit.id("delivery"))
        .map(done -> Done.at(path(visit), "It is tried again."));
  }

  private static String path(Visit visit) {
    return visit.home() + "/" + visit.environment() + "/channels";
  }

  private static String label(Channel.Kind kind) {
    return kind == Channel.Kind.EMAIL ? "E-mail" : "Webhook";
  }

  private static Map<String, Object> row(Visit visit, Channel channel) {
    return Map.of(
        "path", path(visit) + "/" + channel.id(),
        "name", channel.draft().name(),
        "kind", label(channel.draft().kind()),
        "target", channel.draft().target(),
        "created", Times.minute(channel.createdAt()));
  }

  private static Map<String, Object> row(Visit visit, Delivery delivery) {
    return Map.of(
        "path", path(visit) + "/deliveries/" + delivery.id(),
        "notification", delivery.notification(),
        "channel", delivery.channel(),
        "attempts", delivery.attempts(),
        "error", delivery.progress().error().orElse(""),
        "created", Times.minute(delivery.progress().createdAt()),
        "next", Times.minute(delivery.progress().nextAt()));
  }
}
