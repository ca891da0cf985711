package ai.altertable.mcp.oauth.attack;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.mcp.oauth.policy.RedirectUriPolicy;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Redirect URIs that are not what they look like: none is registered, none is taken for another.
 */
class RedirectUriAttackTest implements AttackTable {
  private static final RedirectUriPolicy POLICY = new RedirectUriPolicy(Set.of("cursor", "vscode"));

  private static final String[] NEVER_REGISTERED = {
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
  };

  /** What is registered, and what is presented. */
  private static final String[][] NEVER_TAKEN_FOR = {
    {"http://localhost/callback", "http://127.0.0.1/callback"},
    {"http://localhost/callback", "http://localhost/Callback"},
    {"http://localhost/callback", "http://localhost/callback/"},
    {"http://localhost/callback", "http://localhost/callback?x=1"},
    {"http://localhost/callback", "http://localhost:5123/callback#x"},
    {"http://localhost/callback", "http://localhost:5123@evil.example/callback"},
    {"http://localhost/callback", "http://localhost:5123\\@evil.example/callback"},
    {"http://localhost/callback", "http://localhost.evil.example/callback"},
    {"http://localhost/callback", "http://localhost:70000/callback"},
    {"http://localhost/callback", "http://localhost:0/callback"},
    {"http://localhost/callback", "http://localhost:/callback"},
    {"http://localhost/callback", "https://localhost/callback"},
    {"http://localhost/callback", "http://localhost/callback/../evil"},
    {"http://localhost/", "http://localhost:1//evil.example"},
    {"https://a.example/cb", "https://a.example:444/cb"},
    {"https://a.example/cb", "https://a.example/cb/"},
    {"https://a.example/cb", "https://A.example/cb"},
    {"https://a.example/cb", "https://a.example/cb?x=1"},
    {"https://a.example/cb", "https://a.example./cb"},
    {"https://a.example/cb", "https://a.example%2f@evil.example/cb"},
    {"cursor://a/cb", "cursor://a:1/cb"}
  };

  @Override
  public Stream<Attack> attacks() {
    return Stream.concat(
        Stream.of(NEVER_REGISTERED).map(RedirectUriAttackTest::registering),
        Stream.of(NEVER_TAKEN_FOR).map(pair -> presenting(pair[0], pair[1])));
  }

  private static Attack registering(String uri) {
    return new Attack(
        Family.REDIRECT,
        "registers '" + uri + "'",
        () -> assertThat(POLICY.fault(uri)).isPresent());
  }

  private static Attack presenting(String registered, String presented) {
    return new Attack(
        Family.REDIRECT,
        presented + " for " + registered,
        () -> assertThat(POLICY.matches(registered, presented)).isFalse());
  }
}
