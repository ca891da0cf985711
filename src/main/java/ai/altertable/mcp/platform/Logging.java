package ai.altertable.mcp.platform;

import ai.altertable.mcp.config.RuntimeConfig;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import org.slf4j.LoggerFactory;

/** Applies {@code log.*} to what {@code logback.xml} set up. */
public final class Logging {
  private Logging() {}

  public static void apply(RuntimeConfig.Log log) {
    apply(log, (LoggerContext) LoggerFactory.getILoggerFactory());
  }

  static void apply(RuntimeConfig.Log log, LoggerContext context) {
    Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    root.setLevel(Level.toLevel(log.level()));
    if (log.json()) {
      toJson(context, (OutputStreamAppender<ILoggingEvent>) root.getAppender("stderr"));
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
