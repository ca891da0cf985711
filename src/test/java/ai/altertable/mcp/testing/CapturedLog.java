package ai.altertable.mcp.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.altertable.mcp.config.RuntimeConfig;
import ai.altertable.mcp.platform.TestLogging;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import java.io.ByteArrayOutputStream;
import java.util.List;
import org.slf4j.LoggerFactory;

/** What the process logs, as the product's own appender writes it. */
public final class CapturedLog implements AutoCloseable {
  private final ByteArrayOutputStream written = new ByteArrayOutputStream();
  private final OutputStreamAppender<ILoggingEvent> appender;

  /**
   * @param json the form of the lines
   */
  public CapturedLog(boolean json) {
    this.appender = TestLogging.appender(new RuntimeConfig.Log("INFO", json));
    appender.setOutputStream(written);
    root().addAppender(appender);
  }

  private static Logger root() {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    return context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
  }

  /** Everything so far. */
  public String text() {
    return written.toString(UTF_8);
  }

  /** The same by its line feeds. */
  public List<String> lines() {
    return List.of(text().split("\n"));
  }

  @Override
  public void close() {
    root().detachAppender(appender);
  }
}
