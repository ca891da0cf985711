package ai.altertable.mcp.delivery;

import ai.altertable.mcp.config.NotificationsConfig;
import ai.altertable.mcp.platform.DatabaseListener;
import ai.altertable.mcp.platform.PlatformDatabase;
import io.vertx.core.Deployable;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import java.net.URI;
import java.util.EnumMap;
import java.util.Map;

/** Delivery on one node. */
public final class Deliveries {
  private static final String QUEUED = "notification_queued";

  private final Dispatcher dispatcher;

  private Deliveries(Dispatcher dispatcher) {
    this.dispatcher = dispatcher;
  }

  /**
   * @param tls whom webhooks are trusted by; everything else is set here
   * @param app public origin of the app, no trailing slash
   */
  public static Deliveries create(
      Vertx vertx,
      PlatformDatabase database,
      Channels channels,
      NotificationsConfig config,
      HttpClientOptions tls,
      URI app) {
    Map<Channel.Kind, Sender> senders = new EnumMap<>(Channel.Kind.class);
    senders.put(
        Channel.Kind.WEBHOOK, new WebhookSender(vertx, tls, channels, config.privateWebhooks()));
    config
        .smtp()
        .ifPresent(
            smtp ->
                senders.put(
                    Channel.Kind.EMAIL, new MailSender(vertx, smtp, new ChannelPolicy(config))));
    return new Deliveries(new Dispatcher(new Outbox(database), senders, config, app));
  }

  /**
   * Hears at once of what is queued on any node.
   *
   * @param listener not started yet
   */
  public void listen(DatabaseListener listener) {
    listener.on(QUEUED, dispatcher::wake, channel -> dispatcher.wake());
  }

  /** To be deployed once. */
  public Deployable verticle() {
    return dispatcher;
  }
}
