package ai.altertable.mcp.identity.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import ai.altertable.mcp.testing.Await;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AuditTrailTest {
  private static AdministrationFixture org;

  @BeforeAll
  static void start() {
    org = new AdministrationFixture();
    org.execute(
        "INSERT INTO audit_event (at, action, outcome, subject, client_id, organization_id,"
            + " environment_id, tool, row_count, elapsed_ms) SELECT timestamptz '2026-01-01Z' + n *"
            + " interval '1 second', 'tool.call', CASE n % 2 WHEN 0 THEN 'ok' ELSE 'failed' END, '"
            + org.writerId
            + "', 'client', '"
            + org.acme
            + "', '"
            + org.production
            + "', 'query_lakehouse', n, 7 FROM generate_series(1, 2500) n");
    event("'sign_in', 'ok', '" + org.writerId + "', NULL");
    event("'sign_in', 'ok', '" + org.strangerId + "', NULL");
    event("'member.remove', 'ok', '" + org.adminId + "', '" + org.acme + "'");
    event("'policy.set', 'ok', '" + org.strangerId + "', '" + org.globex + "'");
    event("'tool.call', '=HYPERLINK(\"x\")', 'a,b', '" + org.acme + "'");
  }

  @AfterAll
  static void stop() {
    org.close();
  }

  private static void event(String values) {
    org.execute(
        "INSERT INTO audit_event (at, action, outcome, subject, organization_id) VALUES"
            + " ('2026-02-01Z', "
            + values
            + ")");
  }

  private static AuditFilter action(String action) {
    return new AuditFilter(
        Optional.empty(),
        Optional.empty(),
        Optional.of(action),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  private static List<AuditEntry> all(AuditFilter filter, int limit) {
    List<AuditEntry> all = new ArrayList<>();
    Optional<AuditPlace> after = Optional.empty();
    do {
      AuditTrail.Events page =
          Await.get(org.services.audit().list(org.admin, "acme", filter, after, limit));
      all.addAll(page.entries());
      after = page.next().map(place -> AuditPlace.parse(place.text()));
    } while (after.isPresent());
    return all;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 500})
  void pagesThroughEventsOfOneInstantWithoutLosingOne(int limit) {
    AuditFilter recent =
        new AuditFilter(
            Optional.of(Instant.parse("2026-01-15T00:00:00Z")),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    assertThat(all(recent, limit))
        .extracting(entry -> entry.event().action())
        .containsExactly("tool.call", "member.remove", "sign_in");
  }

  @Test
  void showsEverythingOfTheOrganizationAndNothingOfAnother() {
    List<AuditEntry> all = all(AuditFilter.ALL, 500);
    assertThat(all).hasSize(2503);
    assertThat(all).noneMatch(entry -> entry.event().action().equals("policy.set"));
    assertThat(all)
        .noneMatch(entry -> org.strangerId.toString().equals(entry.event().actor().subject()));
    assertThat(all.get(2).subjectName()).contains("writer@acme.test");
    assertThat(all.get(3).environment()).contains("production");
    assertThat(all.get(3).event().call().rows()).isEqualTo(2500);
  }

  @ParameterizedTest
  @CsvSource({"member., 1", "member, 0", "tool.call, 2501", "sign_in, 1", "policy., 0", "%, 0"})
  void filtersByAction(String action, int found) {
    assertThat(all(action(action), 500)).hasSize(found);
  }

  @Test
  void exportsEverythingAsCsvThatIsNoFormula() {
    StringBuilder csv = new StringBuilder();
    List<Integer> pieces = new ArrayList<>();
    Await.get(
        org.services
            .audit()
            .export(
                org.admin,
                "acme",
                AuditFilter.ALL,
                text -> {
                  csv.append(text);
                  pieces.add(text.length());
                  return Future.succeededFuture();
                }));
    List<String> lines = csv.toString().lines().toList();
    assertThat(lines).hasSize(2504);
    assertThat(lines.get(0)).startsWith("at,action,outcome,subject,subject_name");
    assertThat(lines.get(1))
        .startsWith("2026-02-01T00:00:00Z,tool.call,\"'=HYPERLINK(\"\"x\"\")\",\"a,b\",,");
    assertThat(pieces).hasSize(4);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "_", "x_1", "2026-01-01T00:00:00Z", "2026-01-01T00:00:00Z_x", "9_9"})
  void refusesPlacesThatAreNone(String place) {
    assertThat(catchThrowable(() -> AuditPlace.parse(place))).isInstanceOf(Refused.class);
  }
}
