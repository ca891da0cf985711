package ai.altertable.mcp;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * An account to tell the operator about.
 *
 * @param email to sign in with
 * @param password only when it was generated just now: it is shown this once
 */
public record SignIn(String email, Optional<String> password) {
  public SignIn {
    requireNonNull(email, "email is null");
    requireNonNull(password, "password is null");
  }

  @Override
  public String toString() {
    return "SignIn[email=" + email + "]";
  }
}
