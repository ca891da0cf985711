package ai.altertable.mcp.identity.admin;

import java.util.regex.Pattern;

/** Checks of what administrators type. */
final class Texts {
  private static final Pattern SLUG = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");
  private static final int LONGEST_NAME = 200;

  private Texts() {}

  /**
   * A name for people, without blanks around it.
   *
   * @throws Refused {@code INVALID}
   */
  static String name(String typed) {
    String name = typed.strip();
    if (name.isEmpty()
        || name.length() > LONGEST_NAME
        || name.chars().anyMatch(Character::isISOControl)) {
      throw Refused.invalid("name", "The name must have 1 to " + LONGEST_NAME + " characters.");
    }
    return name;
  }

  /**
   * A name in addresses.
   *
   * @throws Refused {@code INVALID}
   */
  static String slug(String typed) {
    if (!SLUG.matcher(typed).matches()) {
      throw Refused.invalid(
          "slug",
          "The short name must be 1 to 63 lower-case letters, digits and hyphens, and not begin"
              + " with a hyphen.");
    }
    return typed;
  }
}
