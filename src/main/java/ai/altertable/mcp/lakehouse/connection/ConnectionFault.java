package ai.altertable.mcp.lakehouse.connection;

import java.util.List;
import java.util.stream.Collectors;

/** A connection cannot be added or changed like that. The text is safe to show. */
public final class ConnectionFault extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Kind kind;
  private final transient List<Problem> problems;

  /** What kind of reason. */
  public enum Kind {
    /** What was given is wrong; {@link #problems} says where. */
    INVALID,
    /** There is no such connection. */
    NOT_FOUND,
    /** There is one of that name already, or there are as many as there may be. */
    CONFLICT,
    /** It was tried, and does not work; nothing was saved. */
    UNREACHABLE
  }

  /**
   * One thing that is wrong.
   *
   * @param path in the draft: {@code $.settings.host}
   * @param message what it must be, goes on from the path
   */
  public record Problem(String path, String message) {}

  ConnectionFault(Kind kind, List<Problem> problems) {
    super(
        problems.stream()
            .map(each -> each.path() + " " + each.message())
            .collect(Collectors.joining("; ")),
        null,
        false,
        false);
    this.kind = kind;
    this.problems = List.copyOf(problems);
  }

  static ConnectionFault of(Kind kind, String path, String message) {
    return new ConnectionFault(kind, List.of(new Problem(path, message)));
  }

  public Kind kind() {
    return kind;
  }

  /** At least one. */
  public List<Problem> problems() {
    return problems;
  }
}
