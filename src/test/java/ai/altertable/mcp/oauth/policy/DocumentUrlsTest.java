package ai.altertable.mcp.oauth.policy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DocumentUrlsTest {
  private final DocumentUrls urls = new DocumentUrls(false);
  private final DocumentUrls development = new DocumentUrls(true);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://claude.ai/oauth/claude-code-client-metadata",
        "https://vscode.dev/oauth/client-metadata.json",
        "https://a.b.example.co/x?version=2",
        "https://xn--bcher-kva.example/id",
        "https://example.com:443/id"
      })
  void areFetched(String url) {
    assertThat(urls.parse(url)).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "https://",
        "https:///id",
        "https://example.com",
        "https://example.com/",
        "http://example.com/id",
        "HTTPS://example.com/id",
        "ftp://example.com/id",
        "https://example.com:8443/id",
        "https://example.com:80/id",
        "https://user@example.com/id",
        "https://user:password@example.com/id",
        "https://example.com@evil.example/id",
        "https://example.com\\@evil.example/id",
        "https://example.com/id#fragment",
        "https://example.com/a/../id",
        "https://example.com/a/%2e%2e/id",
        "https://example.com/./id",
        "https://example.com./id",
        "https://EXAMPLE.com/id",
        "https://exa mple.com/id",
        "https://ex\u00e4mple.com/id",
        "https://example.com/\r\nX: y",
        "https://localhost/id",
        "https://intranet/id",
        "https://127.0.0.1/id",
        "https://127.1/id",
        "https://2130706433/id",
        "https://0x7f000001/id",
        "https://0177.0.0.1/id",
        "https://[::1]/id",
        "https://[::ffff:127.0.0.1]/id",
        "https://169.254.169.254/latest/meta-data",
        "https://10.0.0.1.nip.1/id",
        "https://-a.example/id",
        "https://a_b.example/id",
        "file:///etc/passwd",
        "data:application/json,{}",
        "jar:https://example.com/a!/b"
      })
  void areNot(String url) {
    assertThat(urls.parse(url)).isEmpty();
  }

  @Test
  void areNotWhenTooLong() {
    assertThat(urls.parse("https://example.com/" + "x".repeat(2048))).isEmpty();
  }

  @Test
  void areOnLoopbackOnlyInDevelopment() {
    assertThat(development.parse("http://127.0.0.1:9000/id")).isPresent();
    assertThat(development.parse("http://localhost:9000/id")).isPresent();
    assertThat(development.parse("http://example.com/id")).isEmpty();
    assertThat(urls.looksLikeOne("http://127.0.0.1:9000/id")).isFalse();
    assertThat(development.looksLikeOne("http://127.0.0.1:9000/id")).isTrue();
  }
}
