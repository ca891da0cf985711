package ai.altertable.mcp.transport.replay;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The id of an event: unique over all streams, and the name of its own.
 *
 * @param stream {@link EventLog#stream()}
 * @param number in the order of sending, from 1; 0 stands for the beginning
 */
public record EventId(String stream, long number) {
  private static final Pattern TEXT = Pattern.compile("([0-9a-f]{32})-(0|[1-9][0-9]{0,17})");

  public EventId {
    requireNonNull(stream, "stream is null");
  }

  /**
   * Reads an id.
   *
   * @param text as presented, any garbage
   * @return empty when it is none of ours
   */
  public static Optional<EventId> parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    return matcher.matches()
        ? Optional.of(new EventId(matcher.group(1), Long.parseLong(matcher.group(2))))
        : Optional.empty();
  }

  @Override
  public String toString() {
    return stream + '-' + number;
  }
}
