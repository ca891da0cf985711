package ai.altertable.mcp.platform;

import static java.nio.charset.StandardCharsets.UTF_8;

import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;

/** Events of the log as lines of JSON (log.format: json). */
final class JsonLine extends JsonEncoder {
  JsonLine() {
    setWithSequenceNumber(false);
    setWithNanoseconds(false);
    setWithContext(false);
    setWithFormattedMessage(true);
    setWithMessage(false);
    setWithArguments(false);
  }

  @Override
  public byte[] encode(ILoggingEvent event) {
    return LogText.json(new String(super.encode(event), UTF_8)).getBytes(UTF_8);
  }
}
