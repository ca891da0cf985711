package ai.altertable.mcp.platform;

import ai.altertable.mcp.config.Config;
import java.io.PrintStream;
import java.util.List;

/** Something done from the command line that must not start or join an installation to do it. */
public interface OfflineCommand {
  /** The word that calls it. */
  String name();

  /** What follows the name, and what it does, on one line. */
  String usage();

  /**
   * Does it. Blocks.
   *
   * @param arguments what follows the name
   * @return the exit status
   * @throws IllegalArgumentException when the arguments are wrong
   * @throws StartupException when it cannot be done, with what to do about it
   */
  int run(Config config, List<String> arguments, PrintStream out);
}
