package ai.altertable.mcp.oauth.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.NumericChars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedirectUriPolicyTest {
  private final RedirectUriPolicy policy = new RedirectUriPolicy(Set.of("cursor", "vscode"));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://claude.ai/api/mcp/auth_callback",
        "https://chatgpt.com/connector/oauth/abc123",
        "https://vscode.dev/redirect?x=1",
        "https://app.example:8443/cb",
        "http://127.0.0.1/",
        "http://127.0.0.1:33418/",
        "http://127.8.9.10:1/cb",
        "http://[::1]:8080/cb",
        "http://localhost/callback",
        "http://localhost:19876/mcp/oauth/callback",
        "cursor://anysphere.cursor-mcp/oauth/callback",
        "vscode://ms.mcp/cb"
      })
  void registersWhatRealClientsUse(String uri) {
    assertThat(policy.fault(uri)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "http://localhost/callback, http://localhost:5123/callback",
    "http://localhost:1/callback, http://localhost:5123/callback",
    "http://localhost:1/callback, http://localhost/callback",
    "http://127.0.0.1/, http://127.0.0.1:33418",
    "http://[::1]:1/cb, http://[::1]:2/cb",
    "http://127.0.0.1:1/cb?a=b, http://127.0.0.1:2/cb?a=b",
    "https://a.example/cb, https://a.example/cb",
    "cursor://a/cb, cursor://a/cb"
  })
  void matches(String registered, String presented) {
    assertThat(policy.matches(registered, presented)).isTrue();
  }

  @Property(tries = 200)
  void anyPortOfLoopbackMatches(
      @ForAll @IntRange(min = 1, max = 65535) int one,
      @ForAll @IntRange(min = 1, max = 65535) int other,
      @ForAll @AlphaChars @NumericChars @StringLength(max = 20) String path) {
    assertThat(
            policy.matches(
                "http://localhost:" + one + "/" + path, "http://localhost:" + other + "/" + path))
        .isTrue();
  }

  @Property(tries = 500)
  void nothingButTheSameStringMatchesHttps(@ForAll String presented) {
    assertThat(policy.matches("https://a.example/cb", presented))
        .isEqualTo(presented.equals("https://a.example/cb"));
  }

  @Property(tries = 500)
  void whateverFollowsALoopbackHostStaysOnLoopback(@ForAll String suffix) {
    String presented = "http://localhost" + suffix;
    if (policy.matches("http://localhost/cb", presented)) {
      assertThat(java.net.URI.create(presented).getHost()).isEqualTo("localhost");
      assertThat(java.net.URI.create(presented).getPath()).isEqualTo("/cb");
    }
  }
}
