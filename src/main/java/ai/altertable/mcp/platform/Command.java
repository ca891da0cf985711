package ai.altertable.mcp.platform;

import io.vertx.core.Future;
import java.util.List;

/** Something done from the command line and then over, beside a running instance or without one. */
public interface Command {
  /** The words that call it: {@code admin create}. */
  String name();

  /** What follows the name, and what it does, on one line. */
  String usage();

  /**
   * Does it.
   *
   * @param arguments what follows the name
   * @return what to tell the user; fails with {@link IllegalArgumentException} when the arguments
   *     are wrong
   */
  Future<String> run(Platform platform, List<String> arguments);
}
