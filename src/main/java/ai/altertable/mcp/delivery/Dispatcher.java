package ai.altertable.mcp.delivery;

import static java.util.concurrent.TimeUnit.SECONDS;

import ai.altertable.mcp.config.NotificationsConfig;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.sqlclient.Row;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers what waits in the outbox: when it hears of something new, and now and then. So many at a
 * time, few of one channel, so that one that stalls holds up nobody else. Any number of nodes may
 * run one. One instance for each node.
 */
final class Dispatcher extends VerticleBase {
  private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);
  private static final int MOST = 16;
  private static final long POLL_MILLIS = 5_000;
  private static final int POLLS_A_PURGE = 720;
  private static final int LONGEST_SECONDS = 30;
  private static final Duration LONGEST_PAUSE = Duration.ofHours(1);

  private final Outbox outbox;
  private final Map<Channel.Kind, Sender> senders;
  private final NotificationsConfig config;
  private final URI app;
  private final Map<UUID, Integer> busy = new HashMap<>();
  private volatile Context home;
  private int running;
  private int polls;
  private boolean claiming;
  private boolean stopped;

  /**
   * @param senders for the kinds that this server delivers
   * @param app public origin of the app
   */
  Dispatcher(
      Outbox outbox, Map<Channel.Kind, Sender> senders, NotificationsConfig config, URI app) {
    this.outbox = outbox;
    this.senders = Map.copyOf(senders);
    this.config = config;
    this.app = app;
  }

  @Override
  public Future<?> start() {
    home = context;
    vertx.setPeriodic(POLL_MILLIS, tick -> poll());
    drain();
    return Future.succeededFuture();
  }

  /** What is under way is due again after its lease, on whatever node. */
  @Override
  public Future<?> stop() {
    stopped = true;
    return Future.all(senders.values().stream().map(Sender::close).toList());
  }

  /** Looks for something new, from any thread. */
  void wake() {
    Context here = home;
    if (here != null) {
      here.runOnContext(now -> drain());
    }
  }

  private void poll() {
    polls++;
    if (polls % POLLS_A_PURGE == 0) {
      outbox.purge().onFailure(failure -> LOG.warn("old deliveries stay", failure));
    }
    drain();
  }

  private void drain() {
    if (claiming || stopped || running >= MOST) {
      return;
    }
    claiming = true;
    outbox
        .claim(MOST - running, busy.keySet())
        .onComplete(
            claimed -> {
              claiming = false;
              if (claimed.failed()) {
                LOG.warn("the outbox cannot be read, will be again", claimed.cause());
              } else if (!claimed.result().isEmpty()) {
                start(claimed.result());
              }
            });
  }

  private void start(List<Outbox.Try> taken) {
    taken.forEach(this::deliver);
    drain();
  }

  private void deliver(Outbox.Try taken) {
    UUID channel = taken.channel().id();
    running++;
    busy.merge(channel, 1, Integer::sum);
    send(taken)
        .timeout(LONGEST_SECONDS, SECONDS)
        .transform(sent -> sent.succeeded() ? outbox.delivered(taken) : failed(taken, sent.cause()))
        .onFailure(failure -> LOG.warn("a delivery is not noted id={}", taken.id(), failure))
        .onComplete(
            noted -> {
              running--;
              busy.computeIfPresent(channel, (same, count) -> count == 1 ? null : count - 1);
              drain();
            });
  }

  private Future<Void> send(Outbox.Try taken) {
    Sender sender = senders.get(taken.channel().draft().kind());
    if (sender == null) {
      return Future.failedFuture(
          SendFailed.now("This server sends no e-mail. Its operator sets smtp.host."));
    }
    return outbox
        .content(taken)
        .compose(
            row ->
                row.map(found -> sender.send(taken, message(taken, found)))
                    .orElseGet(
                        () ->
                            Future.failedFuture(
                                SendFailed.forGood("The notification is no longer there."))));
  }

  private Message message(Outbox.Try taken, Row row) {
    String about = row.getString("source_slug");
    String home = app + "/console/" + taken.tenant().path();
    return new Message(
        taken.tenant(),
        taken.slug(),
        new Message.Text(
            row.getString("title"),
            row.getString("body"),
            row.getString("created_by"),
            row.getOffsetDateTime("created_at").toInstant()),
        about,
        page(home, about));
  }

  private static String page(String home, String about) {
    if (about == null || about.length() < 4) {
      return home;
    }
    return switch (about.substring(0, 4)) {
      case "INS-" -> home + "/insights/" + about;
      case "DSH-" -> home + "/dashboards/" + about;
      case "DSC-" -> home + "/discoveries/" + about;
      default -> home;
    };
  }

  private Future<Void> failed(Outbox.Try taken, Throwable failure) {
    String reason = reason(failure);
    if (!(failure instanceof SendFailed)) {
      LOG.info("a delivery failed id={}", taken.id(), failure);
    }
    boolean last = taken.attempt() >= config.attempts();
    return last || failure instanceof SendFailed told && told.isForGood()
        ? outbox.giveUp(taken, reason)
        : outbox.retry(taken, reason, pause(taken.attempt()));
  }

  private static String reason(Throwable failure) {
    if (failure instanceof SendFailed) {
      return failure.getMessage();
    }
    return failure instanceof TimeoutException
        ? "It took longer than " + LONGEST_SECONDS + " seconds."
        : "It failed on our side.";
  }

  /** Twice as long each time, and somewhere between half of that and all: nobody comes in step. */
  private Duration pause(int attempt) {
    long whole = config.retry().toMillis() << Math.min(attempt - 1, 20);
    long bounded = Math.min(whole, LONGEST_PAUSE.toMillis());
    return Duration.ofMillis(bounded / 2 + ThreadLocalRandom.current().nextLong(bounded / 2 + 1));
  }
}
