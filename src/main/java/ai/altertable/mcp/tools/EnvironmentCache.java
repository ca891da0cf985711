package ai.altertable.mcp.tools;

import io.vertx.core.Future;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * What was read of an environment a moment ago, for what every session asks again. Used from one
 * context; remembers a bounded number of environments, and no failure.
 *
 * @param <T> what is read; shared by all who ask, so not to be changed
 */
public final class EnvironmentCache<T> {
  private final Duration fresh;
  private final Clock clock;
  private final Map<UUID, Read<T>> reads;

  /**
   * @param fresh how long a reading is good
   * @param environments how many are remembered
   */
  public EnvironmentCache(Duration fresh, int environments, Clock clock) {
    this.fresh = fresh;
    this.clock = clock;
    this.reads =
        new LinkedHashMap<>(16, 0.75f, true) {
          private static final long serialVersionUID = 1L;

          @Override
          protected boolean removeEldestEntry(Map.Entry<UUID, Read<T>> eldest) {
            return size() > environments;
          }
        };
  }

  /** The last reading when it is fresh, else a new one; two that ask at a time share it. */
  public Future<T> get(UUID environmentId, Supplier<Future<T>> read) {
    Instant now = clock.instant();
    Read<T> last = reads.get(environmentId);
    if (last != null && last.at.plus(fresh).isAfter(now) && !last.value.failed()) {
      return last.value;
    }
    Read<T> next = new Read<>(now, read.get());
    reads.put(environmentId, next);
    return next.value;
  }

  private record Read<T>(Instant at, Future<T> value) {}
}
