package ai.altertable.mcp.identity;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The {@code --name value} options of a command, and its flags. */
public final class CommandOptions {
  private final Map<String, String> values = new HashMap<>();
  private final Set<String> flags = new HashSet<>();

  private CommandOptions() {}

  /**
   * Reads options.
   *
   * @param valued names of the options with a value
   * @param flags names of those without
   * @throws IllegalArgumentException for an unknown option, one without its value, or one given
   *     twice
   */
  public static CommandOptions parse(
      List<String> arguments, Set<String> valued, Set<String> flags) {
    CommandOptions options = new CommandOptions();
    Deque<String> rest = new ArrayDeque<>(arguments);
    while (!rest.isEmpty()) {
      String name = rest.removeFirst();
      boolean fresh =
          flags.contains(name)
              ? options.flags.add(name)
              : valued.contains(name) && options.values.put(name, value(name, rest)) == null;
      if (!fresh) {
        throw new IllegalArgumentException("unknown or repeated option: " + name);
      }
    }
    return options;
  }

  private static String value(String name, Deque<String> rest) {
    if (rest.isEmpty()) {
      throw new IllegalArgumentException(name + " needs a value");
    }
    return rest.removeFirst();
  }

  /**
   * A value that must be there.
   *
   * @throws IllegalArgumentException when it is not
   */
  public String require(String name) {
    return find(name).orElseThrow(() -> new IllegalArgumentException(name + " is missing"));
  }

  /** A value that may be absent. */
  public Optional<String> find(String name) {
    return Optional.ofNullable(values.get(name));
  }

  public boolean has(String flag) {
    return flags.contains(flag);
  }
}
