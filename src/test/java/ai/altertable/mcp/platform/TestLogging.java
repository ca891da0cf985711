package ai.altertable.mcp.platform;

import ai.altertable.mcp.config.RuntimeConfig;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.joran.spi.JoranException;

/** The product's appender, set up as at its start but apart from the one that tests log to. */
public final class TestLogging {
  private TestLogging() {}

  public static OutputStreamAppender<ILoggingEvent> appender(RuntimeConfig.Log log) {
    LoggerContext context = new LoggerContext();
    JoranConfigurator configurator = new JoranConfigurator();
    configurator.setContext(context);
    try {
      configurator.doConfigure(TestLogging.class.getResource("/logback.xml"));
    } catch (JoranException e) {
      throw new IllegalStateException(e);
    }
    Logging.apply(log, context);
    return (OutputStreamAppender<ILoggingEvent>) context.getLogger("ROOT").getAppender("stderr");
  }
}
