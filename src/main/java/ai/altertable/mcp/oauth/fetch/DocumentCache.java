package ai.altertable.mcp.oauth.fetch;

import ai.altertable.mcp.platform.Contexts;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Documents by their address: each is fetched once at a time however many ask, kept as long as its
 * publisher says, and bounded in number. A failure is remembered for seconds only, so that nobody
 * waits long for what was put right. Thread-safe.
 *
 * @param <T> what a document is read into
 */
public final class DocumentCache<T> {
  private static final int MOST = 2_000;
  private static final Duration FAILURE = Duration.ofSeconds(5);

  /** Before that a document is not asked for again because it does not fit. */
  private static final Duration PAUSE = Duration.ofSeconds(30);

  private final Vertx vertx;
  private final Clock clock;
  private final Loader<T> loader;
  private final Map<String, Slot<T>> slots = new Newest<>(MOST);

  public DocumentCache(Vertx vertx, Clock clock, Loader<T> loader) {
    this.vertx = vertx;
    this.clock = clock;
    this.loader = loader;
  }

  /** Fetches a document and reads it. */
  public interface Loader<T> {
    Future<Fetched<T>> load(String url);
  }

  /** One document, there or on its way. */
  private static final class Slot<T> {
    private final Promise<T> promise = Promise.promise();
    private final Instant since;
    private volatile Instant until = Instant.MAX;

    private Slot(Instant since) {
      this.since = since;
    }
  }

  /** Forgets what was used longest ago. */
  private static final class Newest<V> extends LinkedHashMap<String, V> {
    private static final long serialVersionUID = 1L;
    private final int most;

    private Newest(int most) {
      super(16, 0.75f, true);
      this.most = most;
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
      return size() > most;
    }
  }

  /** The document at that address. */
  public Future<T> get(String url) {
    return get(url, document -> true);
  }

  /**
   * The document at that address; fetched again before its time when it does not fit, but not all
   * the time.
   *
   * @param fits what is expected of it; it may come back without
   */
  public Future<T> get(String url, Predicate<T> fits) {
    Instant now = clock.instant();
    Slot<T> mine;
    synchronized (slots) {
      Slot<T> known = slots.get(url);
      if (known != null && good(known, now, fits)) {
        return Contexts.here(vertx, known.promise.future());
      }
      mine = new Slot<>(now);
      slots.put(url, mine);
    }
    loader
        .load(url)
        .onComplete(
            done -> {
              Duration kept = done.succeeded() ? done.result().fresh() : FAILURE;
              mine.until = clock.instant().plus(kept);
            })
        .map(Fetched::value)
        .onComplete(mine.promise);
    return Contexts.here(vertx, mine.promise.future());
  }

  private static <T> boolean good(Slot<T> slot, Instant now, Predicate<T> fits) {
    if (!now.isBefore(slot.until)) {
      return false;
    }
    Future<T> future = slot.promise.future();
    return !future.succeeded()
        || now.isBefore(slot.since.plus(PAUSE))
        || fits.test(future.result());
  }
}
