package ai.altertable.mcp.platform;

import static java.util.Objects.requireNonNull;

import io.vertx.core.json.JsonObject;
import java.util.Locale;

/**
 * What the doctor found.
 *
 * @param subject what was looked at: {@code database}, {@code port mcp}, …
 * @param text what is so, or what is wrong and how to mend it; never a secret
 */
record Finding(Verdict verdict, String subject, String text) {
  Finding {
    requireNonNull(verdict, "verdict is null");
    requireNonNull(subject, "subject is null");
    requireNonNull(text, "text is null");
  }

  /** How bad it is. */
  enum Verdict {
    OK,
    /** Works now; will not for ever. */
    WARNING,
    /** Does not work. */
    FAILED
  }

  static Finding ok(String subject, String text) {
    return new Finding(Verdict.OK, subject, text);
  }

  static Finding warning(String subject, String text) {
    return new Finding(Verdict.WARNING, subject, text);
  }

  static Finding failed(String subject, String text) {
    return new Finding(Verdict.FAILED, subject, text);
  }

  String line() {
    return String.format("%-8s %-16s %s", word(), subject, text);
  }

  JsonObject toJson() {
    return new JsonObject().put("verdict", word()).put("subject", subject).put("text", text);
  }

  private String word() {
    return verdict.name().toLowerCase(Locale.ROOT);
  }
}
