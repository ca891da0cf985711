package ai.altertable.mcp.platform;

import ai.altertable.mcp.config.RuntimeConfig;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.filter.Filter;
import org.slf4j.LoggerFactory;

/** Applies {@code log.*} to what {@link LogSetup} set up. */
public final class Logging {
  private Logging() {}

  public static void apply(RuntimeConfig.Log log) {
    apply(log, (LoggerContext) LoggerFactory.getILoggerFactory());
  }

  /**
   * Has a filter put the trace of a request beside what is logged for it.
   *
   * @param filter lets all pass
   * @param context where {@code log.*} was applied; one that an operator set up is left as it is
   */
  static void traced(Filter<ILoggingEvent> filter, LoggerContext context) {
    Appender<ILoggingEvent> appender =
        context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).getAppender(LogSetup.APPENDER);
    if (!(appender instanceof OutputStreamAppender<ILoggingEvent> ours)) {
      return;
    }
    if (ours.getEncoder() instanceof PatternLayoutEncoder text
        && text.getPattern().equals(LogSetup.PATTERN)) {
      text.stop();
      text.setPattern(LogSetup.TRACED);
      text.start();
      ours.addFilter(filter);
    } else if (ours.getEncoder() instanceof JsonLine) {
      ours.addFilter(filter);
    }
  }

  static void apply(RuntimeConfig.Log log, LoggerContext context) {
    Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    root.setLevel(Level.toLevel(log.level()));
    if (log.json()) {
      toJson(context, (OutputStreamAppender<ILoggingEvent>) root.getAppender(LogSetup.APPENDER));
    }
  }

  private static void toJson(LoggerContext context, OutputStreamAppender<ILoggingEvent> appender) {
    JsonLine encoder = new JsonLine();
    encoder.setContext(context);
    encoder.start();
    appender.stop();
    appender.setEncoder(encoder);
    appender.start();
  }
}
