package ai.altertable.mcp;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The command line: options first, then perhaps a command.
 *
 * @param file of {@code --conf}
 * @param words the command and its own arguments; empty = run the product
 */
record Arguments(boolean help, boolean version, Optional<Path> file, List<String> words) {
  Arguments {
    words = List.copyOf(words);
  }

  /**
   * Reads a command line.
   *
   * @throws IllegalArgumentException for an option that does not exist or lacks its value
   */
  static Arguments parse(String... given) {
    boolean help = false;
    boolean version = false;
    Optional<Path> file = Optional.empty();
    List<String> rest = new ArrayList<>(List.of(given));
    while (!rest.isEmpty() && rest.get(0).startsWith("-")) {
      String option = rest.remove(0);
      switch (option) {
        case "--help", "-h" -> help = true;
        case "--version" -> version = true;
        case "--conf" -> {
          if (rest.isEmpty()) {
            throw new IllegalArgumentException("--conf needs a file");
          }
          file = Optional.of(Path.of(rest.remove(0)));
        }
        default -> throw new IllegalArgumentException("no such option: " + option);
      }
    }
    return new Arguments(help, version, file, rest);
  }
}
