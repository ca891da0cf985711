package ai.altertable.mcp.config;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads {@code tracing.*}. */
final class TracingSection {
  private static final String ENDPOINT = "tracing.endpoint";
  private static final String HEADERS = "tracing.headers";
  private static final String SERVICE = "tracing.service_name";
  private static final String USUAL_PATH = "/v1/traces";
  private static final Pattern HEADER_NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
  private static final Pattern HEADER_VALUE = Pattern.compile("[\\x20-\\x7e]+");

  private final ConfigReader read;

  TracingSection(ConfigReader read) {
    this.read = read;
  }

  /** Empty when nothing is traced. */
  Optional<TracingConfig> read() {
    double ratio = read.ratio("tracing.sample_ratio");
    Map<String, String> headers =
        read.secret(
                HEADERS,
                "must hold name=value, values percent-encoded where they have a comma or a percent",
                TracingSection::headers)
            .orElse(Map.of());
    String service = read.text(SERVICE);
    if (service.isEmpty()) {
      read.fault(SERVICE, "must be a name");
    }
    if (read.optional(ENDPOINT).isEmpty()) {
      if (!headers.isEmpty()) {
        read.fault(ENDPOINT, "must be given when tracing.headers are");
      }
      return Optional.empty();
    }
    return endpoint(read.text(ENDPOINT))
        .map(endpoint -> new TracingConfig(endpoint, headers, ratio, service));
  }

  private Optional<URI> endpoint(String text) {
    try {
      URI given = new URI(text);
      boolean http = "http".equals(given.getScheme()) || "https".equals(given.getScheme());
      boolean plain =
          given.getRawUserInfo() == null
              && given.getRawQuery() == null
              && given.getRawFragment() == null;
      if (http && plain && given.getHost() != null) {
        boolean bare = given.getRawPath().isEmpty() || given.getRawPath().equals("/");
        return Optional.of(bare ? given.resolve(USUAL_PATH) : given);
      }
    } catch (URISyntaxException e) {
      // told below, with what is allowed
    }
    read.fault(ENDPOINT, "must be http(s)://host[:port][/path], without user, query and fragment");
    return Optional.empty();
  }

  private static Map<String, String> headers(String list) {
    Map<String, String> headers = new HashMap<>();
    for (String item : list.split(",")) {
      int equals = item.indexOf('=');
      String name = equals < 0 ? "" : item.substring(0, equals).trim();
      // A plus is a plus here, as in OTEL_EXPORTER_OTLP_HEADERS.
      String value =
          URLDecoder.decode(item.substring(equals + 1).trim().replace("+", "%2B"), UTF_8);
      if (!HEADER_NAME.matcher(name).matches() || !HEADER_VALUE.matcher(value).matches()) {
        throw new IllegalArgumentException("no header");
      }
      headers.put(name, value);
    }
    return headers;
  }
}
