package ai.altertable.mcp.protocol;

import java.util.Locale;

/** Levels of log messages to clients (RFC 5424 section 6.2.1), least severe first. */
public enum LogLevel {
  DEBUG,
  INFO,
  NOTICE,
  WARNING,
  ERROR,
  CRITICAL,
  ALERT,
  EMERGENCY;

  /**
   * Reads a level's name.
   *
   * @throws RpcException -32602 when it is none
   */
  public static LogLevel parse(Object wire) {
    for (LogLevel level : values()) {
      if (level.wire().equals(wire)) {
        return level;
      }
    }
    throw new RpcException(RpcError.invalidParams("the log level is none of RFC 5424"));
  }

  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }
}
