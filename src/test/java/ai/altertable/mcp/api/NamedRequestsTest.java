package ai.altertable.mcp.api;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.mcp.testing.Await;
import ai.altertable.mcp.testing.TestApi;
import ai.altertable.mcp.testing.TestApp;
import ai.altertable.mcp.testing.TestClient.Answer;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A request that its caller named is done once. */
class NamedRequestsTest {
  private static final TestApp APP = TestApp.start();
  private static final TestApi API = TestApi.admin(APP, "demo", "production");
  private static final String ACCOUNTS = "/organizations/demo/service-accounts";
  private static final String ENVIRONMENTS = "/organizations/demo/environments";

  private final String name = UUID.randomUUID().toString();

  @AfterAll
  static void stop() {
    APP.close();
  }

  private static JsonObject account(String called) {
    return new JsonObject("{'environment':'staging','scopes':['read']}".replace('\'', '"'))
        .put("name", called);
  }

  private static long count(String called) {
    return Await.get(
        APP.database()
            .pool()
            .query("SELECT count(*) FROM service_account WHERE name = '" + called + "'")
            .execute()
            .map(rows -> rows.iterator().next().getLong(0)));
  }

  @Test
  void isAnsweredTheSameAgainAndDoneOnce() {
    Answer first = API.named(name).post(ACCOUNTS, account("once"));
    Answer again = API.named(name).post(ACCOUNTS, account("once"));
    assertThat(first.status()).isEqualTo(again.status()).isEqualTo(201);
    assertThat(again.json()).isEqualTo(first.json());
    assertThat(first.response().headers().firstValue("idempotent-replayed")).isEmpty();
    assertThat(again.response().headers().firstValue("idempotent-replayed")).contains("true");
    assertThat(count("once")).isEqualTo(1);
    String dump =
        Await.get(
            APP.database()
                .pool()
                .query("SELECT string_agg(r::text, ' ') AS dump FROM api_request r")
                .execute()
                .map(rows -> rows.iterator().next().getString("dump")));
    assertThat(dump).doesNotContain(name, first.json().getString("client_secret"));
  }

  @Test
  void withoutANameEachIsAnother() {
    API.post(ACCOUNTS, account("twice"));
    API.post(ACCOUNTS, account("twice"));
    assertThat(count("twice")).isEqualTo(2);
  }

  @Test
  void isDoneOnceByManyAtATime() {
    List<CompletableFuture<Answer>> all =
        IntStream.range(0, 10)
            .mapToObj(
                i ->
                    CompletableFuture.supplyAsync(
                        () -> API.named(name).post(ACCOUNTS, account("many"))))
            .toList();
    assertThat(all).allSatisfy(one -> assertThat(one.join().status()).isIn(201, 409));
    assertThat(API.named(name).post(ACCOUNTS, account("many")).status()).isEqualTo(201);
    assertThat(count("many")).isEqualTo(1);
  }

  @Test
  void isNoNameForAnotherRequest() {
    API.named(name).post(ACCOUNTS, account("mine"));
    assertThat(API.named(name).post(ACCOUNTS, account("other")).status()).isEqualTo(409);
    assertThat(API.named(name).post(ENVIRONMENTS, environment("other")).status()).isEqualTo(409);
    assertThat(count("other")).isZero();
  }

  private static JsonObject environment(String slug) {
    return new JsonObject().put("slug", slug).put("name", slug);
  }

  @Test
  void mayBeTriedAgainWhenItFailed() {
    assertThat(API.named(name).post(ENVIRONMENTS, environment("staging")).status()).isEqualTo(409);
    APP.execute("UPDATE environment SET slug = 'stage' WHERE slug = 'staging'");
    try {
      assertThat(API.named(name).post(ENVIRONMENTS, environment("staging")).status())
          .isEqualTo(201);
      API.delete(ENVIRONMENTS + "/staging?confirmation=staging");
    } finally {
      APP.execute("UPDATE environment SET slug = 'staging' WHERE slug = 'stage'");
    }
  }

  @Test
  void isItsCallersAlone() {
    TestApi other = TestApi.admin(APP, "demo", "production");
    Answer mine = API.named(name).post(ACCOUNTS, account("shared"));
    Answer theirs = other.named(name).post(ACCOUNTS, account("shared"));
    assertThat(theirs.json().getString("client_id"))
        .isNotEqualTo(mine.json().getString("client_id"));
  }

  @Test
  void isForgottenAfterADay() {
    Answer first = API.named(name).post(ACCOUNTS, account("old"));
    APP.execute("UPDATE api_request SET expires_at = now() - interval '1 second'");
    Answer later = API.named(name).post(ACCOUNTS, account("old"));
    assertThat(later.json().getString("client_id"))
        .isNotEqualTo(first.json().getString("client_id"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "tab\there"})
  void takesNoNameThatIsNone(String bad) {
    Answer answer = API.named(bad).post(ACCOUNTS, account("bad"));
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().getString("field")).isEqualTo("Idempotency-Key");
  }
}
