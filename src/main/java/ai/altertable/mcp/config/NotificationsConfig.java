package ai.altertable.mcp.config;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * How notifications leave the app, keys {@code notifications.*} and {@code smtp.*}.
 *
 * @param smtp the mail server; empty sends no e-mail
 * @param attempts of one delivery before it is given up
 * @param retry pause before the second one; each further one is twice as long
 * @param privateWebhooks development only: webhooks over http and at private addresses
 */
public record NotificationsConfig(
    Optional<Smtp> smtp, int attempts, Duration retry, boolean privateWebhooks) {
  public NotificationsConfig {
    requireNonNull(smtp, "smtp is null");
    requireNonNull(retry, "retry is null");
  }

  /** How the connection to the mail server is protected. */
  public enum Security {
    /** TLS from the first byte. */
    TLS,
    /** Required before anything is said. */
    STARTTLS,
    NONE
  }

  /**
   * A mail server.
   *
   * @param login empty when it wants none
   * @param certificate PEM of the authority to trust, or empty for the usual ones
   * @param from address that mail comes from
   * @param domains whose addresses may get mail without belonging to a member
   */
  public record Smtp(
      String host,
      int port,
      Security security,
      Optional<Login> login,
      Optional<Path> certificate,
      String from,
      Set<String> domains) {
    public Smtp {
      domains = Set.copyOf(domains);
    }
  }

  /** A login at a mail server. */
  public record Login(String username, String password) {
    @Override
    public String toString() {
      return "Login[" + username + "]";
    }
  }
}
