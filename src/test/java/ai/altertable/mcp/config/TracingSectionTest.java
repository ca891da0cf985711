package ai.altertable.mcp.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where traces go. */
class TracingSectionTest {
  private static Optional<TracingConfig> load(Map<String, String> settings) throws ConfigException {
    Map<String, String> environment = new HashMap<>();
    settings.forEach((key, value) -> environment.put("ALTERTABLE_TRACING_" + key, value));
    return ConfigLoader.load(Optional.empty(), environment).tracing();
  }

  @Test
  void nowhereUnlessSaid() throws ConfigException {
    assertThat(load(Map.of())).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "http://localhost:4318, http://localhost:4318/v1/traces",
    "https://otel.example.com/, https://otel.example.com/v1/traces",
    "https://otel.example.com/a/b, https://otel.example.com/a/b",
  })
  void theUsualPathIsPutBehindAnOrigin(String given, String expected) throws ConfigException {
    assertThat(load(Map.of("ENDPOINT", given)).orElseThrow().endpoint()).hasToString(expected);
  }

  @Test
  void headersAreDecodedAndStaySecret() throws ConfigException {
    TracingConfig config =
        load(Map.of(
                "ENDPOINT", "http://localhost:4318",
                "HEADERS", "x-tenant=a%2Cb+c, authorization=Basic Zm9v=="))
            .orElseThrow();

    assertThat(config.headers())
        .containsOnly(Map.entry("x-tenant", "a,b+c"), Map.entry("authorization", "Basic Zm9v=="));
    assertThat(config.toString()).doesNotContain("Zm9v");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"hunter2", "a b=hunter2", "=hunter2", "a=hunter2%0d%0ab: c", "a=hunter2%"})
  void wrongHeadersAreRefusedUnrepeated(String headers) {
    assertThatThrownBy(() -> load(Map.of("ENDPOINT", "http://localhost:4318", "HEADERS", headers)))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("tracing.headers")
        .hasMessageNotContaining("hunter2");
  }

  @ParameterizedTest
  @CsvSource({
    "ENDPOINT, localhost:4318",
    "ENDPOINT, http://user:secret@localhost",
    "ENDPOINT, http://localhost/?a=b",
    "SAMPLE_RATIO, 1.5",
    "SAMPLE_RATIO, -0.1",
    "SAMPLE_RATIO, NaN",
    "SAMPLE_RATIO, half",
    "HEADERS, a=b",
  })
  void whatCannotBeIsRefused(String key, String value) {
    assertThatThrownBy(() -> load(Map.of(key, value))).isInstanceOf(ConfigException.class);
  }
}
