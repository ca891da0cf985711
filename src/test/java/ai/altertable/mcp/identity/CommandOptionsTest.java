package ai.altertable.mcp.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandOptionsTest {
  private static CommandOptions parse(String line) {
    return CommandOptions.parse(
        line.isEmpty() ? List.of() : List.of(line.split(" ")),
        Set.of("--email"),
        Set.of("--stdin"));
  }

  @Test
  void readsValuesAndFlags() {
    CommandOptions options = parse("--stdin --email a@example.com");
    assertThat(options.require("--email")).isEqualTo("a@example.com");
    assertThat(options.has("--stdin")).isTrue();
    assertThat(parse("").has("--stdin")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"--email", "--email a --email b", "--stdin --stdin", "--unknown x", "stray"})
  void refuses(String line) {
    assertThatThrownBy(() -> parse(line)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void namesWhatIsMissing() {
    assertThatThrownBy(() -> parse("").require("--email"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("--email is missing");
  }
}
