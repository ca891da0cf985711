package ai.altertable.mcp.delivery;

import ai.altertable.mcp.config.NotificationsConfig;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which channels there may be. E-mail goes to users who can read the environment, and to domains
 * that the operator names, so that nobody makes this server write to strangers.
 */
public final class ChannelPolicy {
  private static final int LONGEST_NAME = 200;
  private static final int LONGEST_TARGET = 2000;
  private static final Pattern ADDRESS =
      Pattern.compile("[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9.-]{1,255}");

  private final NotificationsConfig config;

  public ChannelPolicy(NotificationsConfig config) {
    this.config = config;
  }

  /**
   * What is wrong with a draft.
   *
   * @param field of the draft: {@code name} or {@code target}
   */
  public record Problem(String field, String message) {}

  /** The first thing that is wrong; empty when only membership is left to be checked. */
  public Optional<Problem> problem(Channel.Draft draft) {
    if (draft.name().isBlank()
        || draft.name().length() > LONGEST_NAME
        || draft.name().chars().anyMatch(Character::isISOControl)) {
      return Optional.of(new Problem("name", "The name must have 1 to 200 characters."));
    }
    if (draft.target().length() > LONGEST_TARGET) {
      return Optional.of(new Problem("target", "The address is too long."));
    }
    return switch (draft.kind()) {
      case EMAIL -> email(draft.target());
      case WEBHOOK -> webhook(draft.target());
    };
  }

  private Optional<Problem> email(String target) {
    if (config.smtp().isEmpty()) {
      return Optional.of(
          new Problem("target", "This server sends no e-mail. Its operator sets smtp.host."));
    }
    return ADDRESS.matcher(target).matches()
        ? Optional.empty()
        : Optional.of(new Problem("target", "Give one e-mail address."));
  }

  private Optional<Problem> webhook(String target) {
    try {
      URI url = new URI(target);
      boolean scheme =
          "https".equals(url.getScheme())
              || config.privateWebhooks() && "http".equals(url.getScheme());
      if (scheme
          && url.getHost() != null
          && url.getUserInfo() == null
          && url.getFragment() == null) {
        return Optional.empty();
      }
    } catch (URISyntaxException e) {
      // told below
    }
    return Optional.of(
        new Problem("target", "Give an https address, without a login and without a fragment."));
  }

  /** Whether an address may be written to although no member has it. */
  public boolean isAllowedDomain(String address) {
    String domain = address.substring(address.indexOf('@') + 1).toLowerCase(Locale.ROOT);
    return config.smtp().map(smtp -> smtp.domains().contains(domain)).orElse(false);
  }
}
