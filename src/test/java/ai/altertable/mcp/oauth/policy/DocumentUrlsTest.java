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
