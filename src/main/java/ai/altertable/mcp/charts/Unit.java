package ai.altertable.mcp.charts;

import static java.util.Objects.requireNonNull;

import io.vertx.core.json.JsonObject;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What values are counted in.
 *
 * @param kind how they are written
 * @param code ISO 4217, of {@link Kind#CURRENCY} only; else empty
 */
public record Unit(Kind kind, String code) {
  public static final Unit NUMBER = new Unit(Kind.NUMBER, "");

  /** Whole things: no ticks between them. */
  public static final Unit COUNT = new Unit(Kind.COUNT, "");

  /** Parts of one: 0.25 is written 25%. */
  public static final Unit PERCENT = new Unit(Kind.PERCENT, "");

  private static final Pattern CURRENCY = Pattern.compile("currency:([A-Z]{3})");

  public Unit {
    requireNonNull(kind, "kind is null");
    requireNonNull(code, "code is null");
  }

  /** How values are written. */
  public enum Kind {
    NUMBER,
    COUNT,
    PERCENT,
    CURRENCY
  }

  /**
   * The unit of a format of semantic models: {@code number}, {@code percent}, {@code currency:EUR}.
   */
  public static Unit ofFormat(String format) {
    Matcher currency = CURRENCY.matcher(format);
    if (currency.matches()) {
      return new Unit(Kind.CURRENCY, currency.group(1));
    }
    return format.equals("percent") ? PERCENT : NUMBER;
  }

  JsonObject toJson() {
    JsonObject json =
        new JsonObject()
            .put("kind", kind == Kind.COUNT ? "number" : kind.name().toLowerCase(Locale.ROOT));
    if (kind == Kind.COUNT) {
      json.put("whole", true);
    }
    return code.isEmpty() ? json : json.put("code", code);
  }
}
