package ai.altertable.mcp.platform;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.LoggerFactory;

/**
 * Levels of single loggers that somebody wants for a while, to look into something that goes on
 * now. Each goes back by itself. Only loggers of the product: what a library says in detail may
 * hold what must not be in a log. Used from one context.
 */
final class LogLevels {
  /** What may be asked for at a time. */
  static final int MOST = 20;

  static final Duration LONGEST = Duration.ofHours(1);

  private static final org.slf4j.Logger LOG = LoggerFactory.getLogger(LogLevels.class);
  private static final String OURS = "ai.altertable.mcp";

  private final Vertx vertx;
  private final LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
  private final Map<String, Changed> changed = new TreeMap<>();

  /**
   * A level that is not the usual one.
   *
   * @param until when it goes back
   */
  record Temporary(String logger, String level, Instant until) {}

  /**
   * @param before the logger's own level, or null when it has its parent's
   */
  private record Changed(Temporary temporary, Level before, long timer) {}

  LogLevels(Vertx vertx) {
    this.vertx = vertx;
  }

  /**
   * Sets a level for a while; a second time, the level and the while that were set last count.
   *
   * @param logger of the product: one that is there, or what the names of some begin with
   * @param level error, warn, info, debug or trace
   * @param time up to an hour; zero takes it back now
   * @return empty when it was taken back
   * @throws IllegalArgumentException which says what is wrong
   */
  Optional<Temporary> set(String logger, String level, Duration time) {
    Level wanted = level(level);
    if (!known(logger)) {
      throw new IllegalArgumentException(
          "logger must be one of the product's, or what their names begin with: " + OURS + "…");
    }
    if (time.isNegative() || time.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException("seconds must be from 0 to " + LONGEST.toSeconds());
    }
    Changed before = changed.get(logger);
    if (before == null && changed.size() >= MOST) {
      throw new IllegalArgumentException("no more than " + MOST + " loggers at a time");
    }
    if (time.isZero()) {
      back(logger);
      return Optional.empty();
    }
    Logger target = context.getLogger(logger);
    Level usual = before == null ? target.getLevel() : before.before;
    if (before != null) {
      vertx.cancelTimer(before.timer);
    }
    Temporary temporary = new Temporary(logger, wanted.toString(), Instant.now().plus(time));
    long timer = vertx.setTimer(time.toMillis(), over -> back(logger));
    changed.put(logger, new Changed(temporary, usual, timer));
    target.setLevel(wanted);
    LOG.warn("log level logger={} level={} until={}", logger, wanted, temporary.until);
    return Optional.of(temporary);
  }

  /** Those that are set now. */
  List<Temporary> all() {
    return changed.values().stream().map(Changed::temporary).toList();
  }

  /** Takes all of them back. */
  void close() {
    List.copyOf(changed.keySet()).forEach(this::back);
  }

  private void back(String logger) {
    Changed over = changed.remove(logger);
    if (over != null) {
      vertx.cancelTimer(over.timer);
      context.getLogger(logger).setLevel(over.before);
      LOG.warn("log level is as before logger={}", logger);
    }
  }

  private static Level level(String name) {
    Level level = Level.toLevel(name, null);
    if (level == null || level.equals(Level.ALL) || level.equals(Level.OFF)) {
      throw new IllegalArgumentException("level must be error, warn, info, debug or trace");
    }
    return level;
  }

  /** Loggers are never forgotten, so none is made because somebody names it. */
  private boolean known(String name) {
    return (name.equals(OURS) || name.startsWith(OURS + "."))
        && context.getLoggerList().stream()
            .map(Logger::getName)
            .anyMatch(each -> each.equals(name) || each.startsWith(name + "."));
  }
}
