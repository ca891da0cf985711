package ai.altertable.mcp.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Turns text settings into types and collects every fault on the way instead of stopping at the
 * first.
 */
final class ConfigReader {
  private final ConfigSource source;
  private final List<ConfigFault> faults = new ArrayList<>();

  ConfigReader(ConfigSource source) {
    this.source = source;
    faults.addAll(source.faults());
  }

  List<ConfigFault> faults() {
    return faults;
  }

  void fault(String key, String allowed) {
    faults.add(new ConfigFault(key, source.get(key), allowed));
  }

  String text(String key) {
    return source.get(key);
  }

  /** A setting that may be left empty. */
  Optional<String> optional(String key) {
    return Optional.of(source.get(key)).filter(value -> !value.isEmpty());
  }

  /** A value that is never repeated in a fault: a password, a key, a URL that holds one. */
  <T> Optional<T> secret(String key, String allowed, Function<String, T> parse) {
    Optional<String> value = optional(key);
    try {
      return value.map(parse);
    } catch (IllegalArgumentException e) {
      faults.add(new ConfigFault(key, "***", allowed));
      return Optional.empty();
    }
  }

  boolean flag(String key) {
    String value = source.get(key).toLowerCase(Locale.ROOT);
    if (!value.equals("true") && !value.equals("false")) {
      fault(key, "must be true or false");
    }
    return value.equals("true");
  }

  int integer(String key, int least, int most) {
    try {
      int value = Integer.parseInt(source.get(key));
      if (value >= least && value <= most) {
        return value;
      }
    } catch (NumberFormatException e) {
      // reported below, together with the range
    }
    fault(key, "must be a whole number from " + least + " to " + most);
    return least;
  }

  /** A share: from 0 to 1. */
  double ratio(String key) {
    try {
      double value = Double.parseDouble(source.get(key));
      if (value >= 0 && value <= 1) {
        return value;
      }
    } catch (NumberFormatException e) {
      // reported below, together with the range
    }
    fault(key, "must be a number from 0 to 1");
    return 0;
  }

  Duration duration(String key, ChronoUnit unit, int least, int most) {
    return Duration.of(integer(key, least, most), unit);
  }

  List<String> list(String key) {
    return Arrays.stream(source.get(key).split(","))
        .map(String::trim)
        .filter(item -> !item.isEmpty())
        .toList();
  }

  String choice(String key, String... allowed) {
    String value = source.get(key);
    if (!Arrays.asList(allowed).contains(value)) {
      fault(key, "must be one of " + String.join(", ", allowed));
      return allowed[0];
    }
    return value;
  }

  <E extends Enum<E>> Set<E> choices(String key, Class<E> type) {
    Set<E> chosen = new LinkedHashSet<>();
    for (String item : list(key)) {
      Arrays.stream(type.getEnumConstants())
          .filter(constant -> constant.name().equalsIgnoreCase(item))
          .findFirst()
          .ifPresentOrElse(
              chosen::add, () -> fault(key, "may only hold " + names(type) + ", not " + item));
    }
    if (chosen.isEmpty()) {
      fault(key, "must hold at least one of " + names(type));
    }
    return chosen;
  }

  ListenAddress listen(String section) {
    String host = source.get(section + ".host");
    if (host.isEmpty()) {
      fault(section + ".host", "must be an address or a host name");
    }
    return new ListenAddress(
        host.isEmpty() ? "127.0.0.1" : host, integer(section + ".port", 0, 65535));
  }

  /** An origin: scheme, host and port, nothing after them. */
  URI origin(String key, URI otherwise) {
    String value = source.get(key);
    if (value.isEmpty()) {
      return otherwise;
    }
    try {
      URI uri = new URI(value);
      boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
      boolean bare =
          uri.getRawPath().isEmpty()
              && uri.getRawQuery() == null
              && uri.getRawFragment() == null
              && uri.getRawUserInfo() == null;
      if (web && bare && uri.getHost() != null && value.equals(value.toLowerCase(Locale.ROOT))) {
        return uri;
      }
    } catch (URISyntaxException e) {
      // reported below, with what is allowed
    }
    fault(key, "must be an origin in lower case like https://mcp.example.com, no path, no slash");
    return otherwise;
  }

  /** An OpenID issuer: https, or http on this machine; no query, no fragment. */
  URI issuer(String key) {
    return secureUrl(
        key, "must be an https URL without query and fragment, as the provider writes it");
  }

  /** https, or http on this machine; no query, no fragment. */
  URI secureUrl(String key, String allowed) {
    try {
      URI uri = new URI(source.get(key));
      boolean secure =
          "https".equals(uri.getScheme())
              || ("http".equals(uri.getScheme()) && loopback(uri.getHost()));
      if (secure
          && uri.getHost() != null
          && uri.getRawUserInfo() == null
          && uri.getRawQuery() == null
          && uri.getRawFragment() == null) {
        return uri;
      }
    } catch (URISyntaxException e) {
      // reported below, with what is allowed
    }
    fault(key, allowed);
    return URI.create("https://invalid");
  }

  private static boolean loopback(String host) {
    return "localhost".equals(host) || "127.0.0.1".equals(host) || "[::1]".equals(host);
  }

  private static <E extends Enum<E>> String names(Class<E> type) {
    return Arrays.stream(type.getEnumConstants())
        .map(constant -> constant.name().toLowerCase(Locale.ROOT))
        .reduce((a, b) -> a + ", " + b)
        .orElse("");
  }
}
