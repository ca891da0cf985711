package ai.altertable.mcp.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class HttpEndpointsTest {
  private static final Set<String> SEEN = new HashSet<>();

  @Property(tries = 2000)
  void whatClientsMakeUpIsOneOfFewNames(@ForAll String path) {
    SEEN.add(HttpEndpoints.of(path));
    SEEN.add(HttpEndpoints.of("/" + path));
    SEEN.add(HttpEndpoints.of("/oauth/token/" + path));

    assertThat(SEEN).hasSizeLessThan(40);
  }

  @Example
  void whatIsServedHasItsName() {
    assertThat(HttpEndpoints.of("/v1")).isEqualTo("/v1");
    assertThat(HttpEndpoints.of("/v1/acme/production?x=/oauth/token")).isEqualTo("/v1");
    assertThat(HttpEndpoints.of("/oauth/token?x")).isEqualTo("/oauth/token");
    assertThat(HttpEndpoints.of("/oauth/other")).isEqualTo("other");
    assertThat(HttpEndpoints.of("/console/acme/members")).isEqualTo("/console");
    assertThat(HttpEndpoints.of("")).isEqualTo("other");
    assertThat(Arrays.asList(HttpEndpoints.of("http://x/v1"), HttpEndpoints.of("*")))
        .containsOnly("other");
  }
}
