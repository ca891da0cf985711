package ai.altertable.mcp.oauth;

import static ai.altertable.mcp.testing.TestClient.query;
import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.mcp.bus.Scope;
import ai.altertable.mcp.testing.TestApp;
import ai.altertable.mcp.testing.TestBrowser.Page;
import ai.altertable.mcp.testing.TestClient;
import ai.altertable.mcp.testing.TestClient.Answer;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A token never holds more than its user: every combination of roles and policy at consent, and
 * every other one at the refreshes that follow.
 */
class RoleMatrixTest {
  private static final TestApp APP = TestApp.start();
  private static final TestClient CLIENT = TestClient.register(APP, "Agent");

  /**
   * What somebody is.
   *
   * @param environment role there, or {@code none}
   * @param writes whether the organization's policy lets clients write
   */
  record Standing(String organization, String environment, boolean writes) {
    /** The specification once more, in one place that the product does not share. */
    Set<Scope> rights() {
      boolean write =
          Set.of("admin", "writer").contains(organization) || environment.equals("writer");
      if (write && writes) {
        return EnumSet.allOf(Scope.class);
      }
      boolean read = write || organization.equals("reader") || environment.equals("reader");
      return read ? EnumSet.of(Scope.READ) : EnumSet.noneOf(Scope.class);
    }

    void take() {
      APP.execute("UPDATE organization_role SET role = '" + organization + "'");
      APP.execute("DELETE FROM environment_role");
      if (!environment.equals("none")) {
        APP.execute(
            "INSERT INTO environment_role SELECT u.id, e.id, '"
                + environment
                + "' FROM app_user u, environment e WHERE e.slug = 'staging'");
      }
      APP.execute("UPDATE organization_policy SET write_allowed = " + writes);
    }
  }

  @BeforeAll
  static void start() {
    APP.execute(
        "INSERT INTO organization_policy (organization_id) SELECT id FROM organization"
            + " ON CONFLICT DO NOTHING");
  }

  @AfterAll
  static void stop() {
    APP.close();
  }

  /** Those under a policy without writing come last: what it takes from a grant stays taken. */
  static List<Standing> standings() {
    return Stream.of(true, false)
        .flatMap(
            writes ->
                Stream.of("admin", "writer", "reader", "member")
                    .flatMap(
                        organization ->
                            Stream.of("none", "reader", "writer")
                                .map(
                                    environment ->
                                        new Standing(organization, environment, writes))))
        .toList();
  }

  static Stream<Arguments> decisions() {
    return standings().stream()
        .flatMap(standing -> Stream.of(true, false).map(write -> Arguments.of(standing, write)));
  }

  private static Set<Scope> scopes(Answer answer) {
    assertThat(answer.status()).as(answer.response().body()).isEqualTo(200);
    return Scope.parseAll(answer.json().getString("scope"));
  }

  private static Page decide(boolean write) {
    Map<String, String> choice = new HashMap<>();
    choice.put("decision", "authorize");
    choice.put("organization", "demo");
    choice.put("environment", "staging");
    choice.put("read", "yes");
    choice.put("write", write ? "yes" : null);
    return CLIENT.submit(CLIENT.authorizePage(), choice);
  }

  @ParameterizedTest
  @MethodSource("decisions")
  void holdsAtConsent(Standing standing, boolean write) {
    standing.take();
    Page done = decide(write);
    Set<Scope> wanted = wanted(write);
    if (standing.rights().containsAll(wanted)) {
      assertThat(scopes(tokens(done))).isEqualTo(wanted);
    } else {
      assertThat(done.status()).isEqualTo(400);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void holdsAtEveryRefresh(boolean write) {
    new Standing("admin", "none", true).take();
    String refresh = tokens(decide(write)).json().getString("refresh_token");
    for (Standing standing : standings()) {
      if (standing.rights().isEmpty()) {
        continue;
      }
      standing.take();
      Answer refreshed = CLIENT.refresh(refresh);
      Set<Scope> rest = EnumSet.copyOf(wanted(write));
      rest.retainAll(standing.rights());
      assertThat(scopes(refreshed)).as(standing.toString()).isEqualTo(rest);
      refresh = refreshed.json().getString("refresh_token");
    }
    new Standing("member", "none", true).take();
    assertThat(CLIENT.refresh(refresh).error()).isEqualTo("invalid_grant");
  }

  private static Set<Scope> wanted(boolean write) {
    return write ? EnumSet.allOf(Scope.class) : EnumSet.of(Scope.READ);
  }

  private static Answer tokens(Page done) {
    assertThat(done.status()).as(done.text()).isEqualTo(303);
    return CLIENT.post("/oauth/token", CLIENT.exchange(query(done.location()).get("code")));
  }
}
