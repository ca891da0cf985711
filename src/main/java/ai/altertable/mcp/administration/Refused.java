package ai.altertable.mcp.administration;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/** An act of administration that is not done, and why, in words for whoever asked. */
public final class Refused extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Why why;
  private final String field;

  /** What kind of refusal it is. */
  public enum Why {
    /** There is no such thing, or it is another organization's, which looks the same. */
    NOT_FOUND,
    /** It is there, and the actor's role is too small. */
    FORBIDDEN,
    /** What was given cannot be used. */
    INVALID,
    /** It contradicts what is there already. */
    CONFLICT
  }

  private Refused(Why why, String field, String message) {
    super(requireNonNull(message, "message is null"), null, false, false);
    this.why = why;
    this.field = field;
  }

  /**
   * @param what is not there, with its article
   */
  public static Refused notFound(String what) {
    return new Refused(Why.NOT_FOUND, null, "There is no such " + what + ".");
  }

  public static Refused forbidden() {
    return new Refused(
        Why.FORBIDDEN,
        null,
        "This needs the role admin in the organization. Ask one of its admins.");
  }

  /**
   * @param field that is wrong, by its name in forms and bodies
   * @param message what to change, a sentence
   */
  public static Refused invalid(String field, String message) {
    return new Refused(Why.INVALID, requireNonNull(field, "field is null"), message);
  }

  /**
   * @param message what is in the way, a sentence
   */
  public static Refused conflict(String message) {
    return new Refused(Why.CONFLICT, null, message);
  }

  public Why why() {
    return why;
  }

  /** The field that is wrong, when it is one. */
  public Optional<String> field() {
    return Optional.ofNullable(field);
  }
}
