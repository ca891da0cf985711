package ai.altertable.mcp.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FlatYamlTest {
  @Test
  void keepsValuesAsTheyAreWritten() throws FlatYaml.Malformed {
    assertThat(
            FlatYaml.read(
                """
                mcp:
                  port: 0080
                  url: "http://a:1"
                  deep: {rate: 1_000, none: , off: no}
                hosts: [a, "b", 2001-01-01]
                """))
        .isEqualTo(
            Map.of(
                "mcp.port", "0080",
                "mcp.url", "http://a:1",
                "mcp.deep.rate", "1_000",
                "mcp.deep.none", "",
                "mcp.deep.off", "no",
                "hosts", "a,b,2001-01-01"));
    assertThat(FlatYaml.read("")).isEmpty();
    assertThat(FlatYaml.read("# nothing")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "just text | must hold keys and values at its top level",
        "[a, b] | must hold keys and values at its top level",
        "a: [ | is not YAML",
        "a: 1\tb: [ | is not YAML",
        "{a: 1, a: 2} | gives a twice",
        "a: [[1]] | must hold a plain value at a",
        "? [k] : v | must hold a plain value",
        "a: &x {b: *x} | goes too deep",
        "a: !!java.net.URL [ 'x' ] | tag is not allowed",
      })
  void saysWhatIsWrong(String text, String why) {
    assertThatThrownBy(() -> FlatYaml.read(text))
        .isInstanceOf(FlatYaml.Malformed.class)
        .hasMessageContaining(why);
  }
}
