package ai.altertable.mcp.oauth.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.altertable.mcp.bus.Scope;
import ai.altertable.mcp.bus.Tenant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResourcePolicyTest {
  private static final String CANONICAL = "https://mcp.example/v1";
  private static final Tenant STAGING =
      new Tenant(UUID.randomUUID(), "demo", UUID.randomUUID(), "staging");

  private final ResourcePolicy policy = new ResourcePolicy(CANONICAL);

  @Test
  void defaultsToTheCanonicalResource() {
    assertThat(policy.of(List.of()).uri()).isEqualTo(CANONICAL);
  }

  @Test
  void toleratesOneTrailingSlashAndRepetition() {
    assertThat(policy.of(List.of(CANONICAL + "/", CANONICAL)).uri()).isEqualTo(CANONICAL);
    assertThat(policy.of(CANONICAL + "/demo/staging/").admits(STAGING)).isTrue();
    assertThat(policy.of(CANONICAL + "/demo/production").admits(STAGING)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://evil.example/v1",
        "https://mcp.example/v1//",
        "https://mcp.example",
        "https://mcp.example/v2",
        "https://mcp.example/v1/demo",
        "https://mcp.example/v1/demo/staging/x",
        "https://mcp.example/v1/demo/..",
        "https://mcp.example/v1/Demo/staging",
        "https://mcp.example/v1?x=1",
        "https://mcp.example/v1#x",
        "HTTPS://mcp.example/v1",
        "https://mcpXexample/v1/demo/staging"
      })
  void refusesUnknownResources(String indicator) {
    assertThatThrownBy(() -> policy.of(List.of(indicator)))
        .isInstanceOfSatisfying(
            OAuthException.class,
            refused -> assertThat(refused.code()).isEqualTo(OAuthErrorCode.INVALID_TARGET));
  }

  @Test
  void narrowsButNeverWidensAtTheTokenEndpoint() {
    String environment = CANONICAL + "/demo/staging";
    assertThat(policy.audience(CANONICAL, List.of(), STAGING)).isEqualTo(CANONICAL);
    assertThat(policy.audience(CANONICAL, List.of(environment), STAGING)).isEqualTo(environment);
    assertThat(policy.audience(environment, List.of(environment), STAGING)).isEqualTo(environment);
    assertThatThrownBy(() -> policy.audience(environment, List.of(CANONICAL), STAGING))
        .isInstanceOf(OAuthException.class);
    assertThatThrownBy(
            () -> policy.audience(CANONICAL, List.of(CANONICAL + "/demo/production"), STAGING))
        .isInstanceOf(OAuthException.class);
  }

  @Property(tries = 300)
  void scopesAreParsedFromAnything(@ForAll String scopes) {
    Set<Scope> parsed = Scope.parseAll(scopes);
    assertThat(parsed.contains(Scope.WRITE)).isEqualTo(parsed.size() == 2);
    assertThat(Scope.parseAll(Scope.format(parsed))).isEqualTo(parsed);
  }
}
