package ai.altertable.mcp.transport;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Things that all have the same time to get done, in order of arrival: one clock tick looks at the
 * oldest alone, where a timer for each would cost more than the thing. Used from one event loop.
 */
final class Deadlines<T> {
  private final long limitMillis;
  private final Consumer<T> late;
  private final Map<T, Long> arrivals = new LinkedHashMap<>();

  /**
   * @param late called once for each that was not removed in time
   */
  Deadlines(long limitMillis, Consumer<T> late) {
    this.limitMillis = limitMillis;
    this.late = late;
  }

  void add(T thing, long now) {
    arrivals.put(thing, now);
  }

  void remove(T thing) {
    arrivals.remove(thing);
  }

  /**
   * @param now in milliseconds, of a clock that never goes back
   */
  void tick(long now) {
    while (!arrivals.isEmpty()) {
      Iterator<Map.Entry<T, Long>> oldest = arrivals.entrySet().iterator();
      Map.Entry<T, Long> entry = oldest.next();
      if (now - entry.getValue() < limitMillis) {
        return;
      }
      oldest.remove();
      late.accept(entry.getKey());
    }
  }
}
