package ai.altertable.mcp.oauth.policy;

import static ai.altertable.mcp.oauth.policy.OAuthErrorCode.INVALID_REQUEST;

import io.vertx.core.MultiMap;
import java.util.List;
import java.util.Optional;

/**
 * The parameters of an OAuth request by the rules of RFC 6749 section 3.1 and 3.2: an empty value
 * is an absent one, no parameter comes twice ({@code resource} may, RFC 8707 section 2), unknown
 * ones are ignored.
 */
public final class Parameters {
  /** Longest value taken; {@code state} and {@code resource} of real clients stay far below. */
  private static final int LONGEST = 4096;

  private static final int LONGEST_SIGNED = 8192;

  private final MultiMap values;

  public Parameters(MultiMap values) {
    this.values = values;
  }

  /**
   * A value that may be absent.
   *
   * @throws OAuthException {@code invalid_request} when it comes twice, is too long or holds U+0000
   */
  public Optional<String> get(String name) {
    return get(name, LONGEST);
  }

  private Optional<String> get(String name, int longest) {
    List<String> all = values.getAll(name);
    if (all.size() > 1) {
      throw new OAuthException(INVALID_REQUEST, name + " is given more than once");
    }
    return all.stream()
        .filter(value -> !value.isEmpty())
        .map(value -> checked(name, value, longest))
        .findAny();
  }

  /**
   * A value that may be absent and is long: a signed assertion with its claims.
   *
   * @throws OAuthException {@code invalid_request} when it comes twice or is too long
   */
  public Optional<String> getLong(String name) {
    return get(name, LONGEST_SIGNED);
  }

  /**
   * A value that must be there.
   *
   * @throws OAuthException {@code invalid_request} when it is absent, comes twice or is too long
   */
  public String require(String name) {
    return get(name).orElseThrow(() -> new OAuthException(INVALID_REQUEST, name + " is missing"));
  }

  /** Every {@code resource} (RFC 8707 section 2); never null, maybe empty. */
  public List<String> resources() {
    return values.getAll("resource").stream()
        .filter(value -> !value.isEmpty())
        .map(value -> checked("resource", value, LONGEST))
        .toList();
  }

  /**
   * Refuses any parameter that comes twice, also one that nothing reads: two readers of one request
   * could disagree about it.
   */
  public void refuseDuplicates() {
    for (String name : values.names()) {
      if (!name.equals("resource") && values.getAll(name).size() > 1) {
        throw new OAuthException(INVALID_REQUEST, printable(name) + " is given more than once");
      }
    }
  }

  /** A name that nothing knows is its sender's text, and descriptions never repeat that. */
  private static String printable(String name) {
    return name.matches("[a-z_]{1,40}") ? name : "a parameter";
  }

  private static String checked(String name, String value, int longest) {
    if (value.length() > longest) {
      throw new OAuthException(
          INVALID_REQUEST, name + " is longer than " + longest + " characters");
    }
    // No column of PostgreSQL can hold it, and no honest client sends it.
    if (value.indexOf('\0') >= 0) {
      throw new OAuthException(INVALID_REQUEST, name + " holds the character U+0000");
    }
    return value;
  }
}
