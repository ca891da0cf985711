package ai.altertable.mcp.platform;

import ai.altertable.mcp.config.RuntimeConfig;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.filter.Filter;
import java.util.Optional;

/** The product's appender, set up as at its start but apart from the one that tests log to. */
public final class TestLogging {
  private TestLogging() {}

  public static OutputStreamAppender<ILoggingEvent> appender(RuntimeConfig.Log log) {
    return appender(log, Optional.empty());
  }

  /**
   * The same.
   *
   * @param traced puts traces beside what is logged
   */
  static OutputStreamAppender<ILoggingEvent> appender(
      RuntimeConfig.Log log, Optional<Filter<ILoggingEvent>> traced) {
    LoggerContext context = new LoggerContext();
    LogSetup.apply(context);
    Logging.apply(log, context);
    traced.ifPresent(filter -> Logging.traced(filter, context));
    return (OutputStreamAppender<ILoggingEvent>) context.getLogger("ROOT").getAppender("stderr");
  }
}
