package ai.altertable.mcp.platform;

import ch.qos.logback.classic.pattern.MessageConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;

/** {@code %line} of the log's pattern: the message, in one line whatever is in it. */
public final class MessageLine extends MessageConverter {
  @Override
  public String convert(ILoggingEvent event) {
    String message = super.convert(event);
    return message == null ? "" : LogText.line(message);
  }
}
