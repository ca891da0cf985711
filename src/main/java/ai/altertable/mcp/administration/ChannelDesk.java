package ai.altertable.mcp.administration;

import ai.altertable.mcp.delivery.Channel;
import ai.altertable.mcp.delivery.ChannelPolicy;
import ai.altertable.mcp.delivery.Channels;
import ai.altertable.mcp.delivery.Delivery;
import ai.altertable.mcp.delivery.DeliveryLog;
import ai.altertable.mcp.delivery.Recipients;
import ai.altertable.mcp.identity.admin.Actor;
import ai.altertable.mcp.identity.admin.Change;
import ai.altertable.mcp.identity.admin.Desk;
import ai.altertable.mcp.identity.admin.Page;
import ai.altertable.mcp.identity.admin.Refused;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Where notifications of an environment go besides the app, and what became of them. */
public final class ChannelDesk {
  private static final int MOST = 20;
  private static final List<String> STATES = List.of("pending", "delivered", "dead");

  private final Desk desk;
  private final Channels channels;
  private final ChannelPolicy policy;
  private final DeliveryLog log = new DeliveryLog();

  ChannelDesk(Desk desk, Channels channels, ChannelPolicy policy) {
    this.desk = desk;
    this.channels = channels;
    this.policy = policy;
  }

  /** The oldest first. */
  public Future<List<Channel>> list(Actor actor, String organization, String environment) {
    return desk.read(
        actor,
        organization,
        (client, found) ->
            EnvironmentIds.find(client, found, environment)
                .compose(id -> channels.list(client, id)));
  }

  /** Adds one; fails with {@link Refused} when it may not be. */
  public Future<Channels.Made> add(
      Actor actor, String organization, String environment, Channel.Draft draft) {
    return desk.change(
        actor,
        organization,
        (connection, found) ->
            EnvironmentIds.find(connection, found, environment)
                .compose(
                    id ->
                        recipient(connection, id, draft)
                            .compose(fine -> insert(connection, id, actor, draft))));
  }

  private Future<Void> recipient(SqlConnection connection, UUID environment, Channel.Draft draft) {
    policy
        .problem(draft)
        .ifPresent(
            problem -> {
              throw Refused.invalid(problem.field(), problem.message());
            });
    if (draft.kind() != Channel.Kind.EMAIL || policy.isAllowedDomain(draft.target())) {
      return Future.succeededFuture();
    }
    return Recipients.mayRead(connection, draft.target(), environment)
        .map(
            may -> {
              if (!may) {
                throw Refused.invalid(
                    "target",
                    "E-mail goes to members who can read this environment, and to the domains that"
                        + " the operator of this server allows.");
              }
              return null;
            });
  }

  private Future<Change<Channels.Made>> insert(
      SqlConnection connection, UUID environment, Actor actor, Channel.Draft draft) {
    return channels
        .list(connection, environment)
        .compose(
            there -> {
              if (there.size() >= MOST) {
                throw Refused.conflict("There are " + MOST + " channels already.");
              }
              return channels.add(connection, environment, draft, actor.id().toString());
            })
        .map(made -> new Change<>(made, "channel.add", environment, target(made.channel())));
  }

  /** Takes one away; what waits for it is not delivered. */
  public Future<Void> remove(Actor actor, String organization, String environment, UUID id) {
    return desk.change(
        actor,
        organization,
        (connection, found) ->
            EnvironmentIds.find(connection, found, environment)
                .compose(
                    place ->
                        channels
                            .remove(connection, place, id)
                            .map(
                                gone ->
                                    Change.in(
                                        place,
                                        "channel.remove",
                                        target(
                                            gone.orElseThrow(
                                                () -> Refused.notFound("channel")))))));
  }

  /**
   * A page of deliveries, the youngest first.
   *
   * @param state {@code pending}, {@code delivered} or {@code dead}, or null for all
   */
  public Future<Page<Delivery>> deliveries(
      Actor actor, String organization, String environment, String state, Page.Request request) {
    if (state != null && !STATES.contains(state)) {
      throw Refused.invalid("state", "state must be one of " + String.join(", ", STATES) + ".");
    }
    Optional<DeliveryLog.Place> after =
        request
            .after()
            .map(Cursor::parse)
            .map(place -> new DeliveryLog.Place(place.at(), place.id()));
    return desk.read(
        actor,
        organization,
        (client, found) ->
            EnvironmentIds.find(client, found, environment)
                .compose(id -> log.list(client, id, state, after, request.limit() + 1))
                .map(
                    read ->
                        Cursor.page(
                            read,
                            request.limit(),
                            one -> new Cursor(one.progress().createdAt(), one.id()))));
  }

  /** Has a dead delivery tried again. */
  public Future<Void> again(Actor actor, String organization, String environment, UUID id) {
    return desk.change(
        actor,
        organization,
        (connection, found) ->
            EnvironmentIds.find(connection, found, environment)
                .compose(
                    place ->
                        log.again(connection, place, id)
                            .map(
                                slug ->
                                    Change.in(
                                        place,
                                        "delivery.retry",
                                        slug.orElseThrow(
                                            () -> Refused.notFound("dead delivery"))))));
  }

  private static String target(Channel channel) {
    return channel.draft().kind().wire() + " " + channel.draft().name();
  }
}
