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
  @ValueSource(
      strings = {
        "",
        "/callback",
        "//evil.example/cb",
        "http://evil.example/cb",
        "http://localhost.evil.example/cb",
        "http://localhost./cb",
        "http://LOCALHOST/cb",
        "http://127.0.0.1.evil.example/cb",
        "http://127.0.0.1@evil.example/cb",
        "http://localhost:80@evil.example/cb",
        "http://localhost:99999/cb",
        "http://localhost:0/cb",
        "http://127.0.0.256/cb",
        "http://0x7f000001/cb",
        "http://2130706433/cb",
        "http://[::ffff:127.0.0.1]/cb",
        "http://0.0.0.0/cb",
        "https://user@good.example/cb",
        "https://user:pass@good.example/cb",
        "https:///cb",
        "https://",
        "https:good.example/cb",
        "https://good.example/cb#fragment",
        "https://*.good.example/cb",
        "https://good.example/*",
        "https://good.example\\@evil.example/cb",
        "https://good.example/a/../b",
        "https://good.example/a/%2e%2E/b",
        "https://good.example/a/.",
        "https://good.example/cb cb",
        "https://good.example/cb\r\nX: y",
        "https://good.example/cb\u0000",
        "https://gооd.example/cb",
        "https://good.example/%",
        "javascript:alert(1)",
        "JavaScript:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "vbscript:x",
        "blob:https://good.example/1",
        "about:blank",
        "CURSOR://x/cb",
        "cursor://user@x/cb",
        "unknown://x/cb",
        "urn:ietf:wg:oauth:2.0:oob"
      })
  void refusesToRegister(String uri) {
    assertThat(policy.fault(uri)).isPresent();
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

  @ParameterizedTest
  @CsvSource({
    "http://localhost/callback, http://127.0.0.1/callback",
    "http://localhost/callback, http://localhost/Callback",
    "http://localhost/callback, http://localhost/callback/",
    "http://localhost/callback, http://localhost/callback?x=1",
    "http://localhost/callback, http://localhost:5123/callback#x",
    "http://localhost/callback, http://localhost:5123@evil.example/callback",
    "http://localhost/callback, http://localhost:5123\\@evil.example/callback",
    "http://localhost/callback, http://localhost.evil.example/callback",
    "http://localhost/callback, http://localhost:70000/callback",
    "http://localhost/callback, http://localhost:0/callback",
    "http://localhost/callback, http://localhost:/callback",
    "http://localhost/callback, https://localhost/callback",
    "http://localhost/callback, http://localhost/callback/../evil",
    "http://localhost/, http://localhost:1//evil.example",
    "https://a.example/cb, https://a.example:444/cb",
    "https://a.example/cb, https://a.example/cb/",
    "https://a.example/cb, https://A.example/cb",
    "https://a.example/cb, https://a.example/cb?x=1",
    "https://a.example/cb, https://a.example./cb",
    "https://a.example/cb, https://a.example%2f@evil.example/cb",
    "cursor://a/cb, cursor://a:1/cb"
  })
  void doesNotMatch(String registered, String presented) {
    assertThat(policy.matches(registered, presented)).isFalse();
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
