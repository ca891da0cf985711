package ai.altertable.mcp.bus;

import java.util.Collection;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** An OAuth scope of the endpoint. {@link #WRITE} implies {@link #READ}. */
public enum Scope {
  READ,
  WRITE;

  /** The scope's name on the wire. */
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The scope of that wire name; empty for unknown names, which are dropped, not refused. */
  public static Optional<Scope> parse(String wire) {
    for (Scope scope : values()) {
      if (scope.wire().equals(wire)) {
        return Optional.of(scope);
      }
    }
    return Optional.empty();
  }

  /** Parses a space-delimited scope string (RFC 6749 section 3.3); never null, maybe empty. */
  public static Set<Scope> parseAll(String scopes) {
    Set<Scope> known = EnumSet.noneOf(Scope.class);
    for (String wire : scopes == null ? new String[0] : scopes.trim().split("\\s+")) {
      parse(wire).ifPresent(known::add);
    }
    return known.contains(WRITE) ? EnumSet.allOf(Scope.class) : known;
  }

  /** The space-delimited form, in the order of declaration. */
  public static String format(Collection<Scope> scopes) {
    return scopes.stream().sorted().map(Scope::wire).collect(Collectors.joining(" "));
  }
}
