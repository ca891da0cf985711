package ai.altertable.mcp.platform;

import ch.qos.logback.classic.pattern.ThrowableProxyConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;

/** {@code %trace} of the log's pattern: the stack trace, indented whatever its messages hold. */
public final class IndentedTrace extends ThrowableProxyConverter {
  @Override
  public String convert(ILoggingEvent event) {
    return LogText.indented(super.convert(event));
  }
}
