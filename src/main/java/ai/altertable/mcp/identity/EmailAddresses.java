package ai.altertable.mcp.identity;

import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * E-mail addresses in the one form in which they are stored, looked up and counted: whatever is
 * written differently and means the same account also shares its limits.
 */
public final class EmailAddresses {
  /** RFC 5321 section 4.5.3.1 allows less; nobody has more. */
  public static final int LONGEST = 320;

  private static final Pattern SHAPE = Pattern.compile("[^@\\s\\p{C}]{1,64}@[^@\\s\\p{C}]{1,255}");

  private EmailAddresses() {}

  /**
   * The stored form: no blanks around it, Unicode compatibility form, lower case.
   *
   * @param typed of any length and content
   */
  public static String normalize(String typed) {
    // Long input is refused later; its first part says as much as all of it.
    String bounded = typed.length() > 2 * LONGEST ? typed.substring(0, 2 * LONGEST) : typed;
    return Normalizer.normalize(bounded, Normalizer.Form.NFKC).strip().toLowerCase(Locale.ROOT);
  }

  /** Whether a normalized address can be one. */
  public static boolean valid(String normalized) {
    return normalized.length() <= LONGEST && SHAPE.matcher(normalized).matches();
  }
}
