package ai.altertable.mcp.identity;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.util.Optional;

/**
 * A password that the operator gives on the command line, or has made.
 *
 * @param generated the same when it was made here: it is shown this once
 */
record NewPassword(String text, Optional<String> generated) {
  /**
   * @param given or empty for a generated one
   * @throws IllegalArgumentException for one that does not {@link Passwords#fit fit}
   */
  static NewPassword of(Optional<String> given) {
    if (given.isEmpty()) {
      String made = Passwords.random();
      return new NewPassword(made, Optional.of(made));
    }
    if (!Passwords.fit(given.get())) {
      throw new IllegalArgumentException(
          "the password must have "
              + Passwords.SHORTEST
              + " to "
              + Passwords.LONGEST
              + " characters");
    }
    return new NewPassword(given.get(), Optional.empty());
  }

  /** The first line of a stream, empty when it has none. */
  static String firstLine(InputStream input) {
    try {
      String line = new BufferedReader(new InputStreamReader(input, UTF_8)).readLine();
      return line == null ? "" : line;
    } catch (IOException e) {
      throw new IllegalArgumentException("the password cannot be read from standard input", e);
    }
  }

  @Override
  public String toString() {
    return "NewPassword";
  }
}
