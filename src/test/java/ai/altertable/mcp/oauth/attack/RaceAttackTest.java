package ai.altertable.mcp.oauth.attack;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.mcp.testing.TestApp;
import ai.altertable.mcp.testing.TestClient;
import ai.altertable.mcp.testing.TestClient.Answer;
import ai.altertable.mcp.testing.TestDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** A hundred requests at a time on two nodes, where one is expected. */
class RaceAttackTest implements AttackTable {
  private static final int MANY = 100;

  private static TestApp app;
  private static TestApp otherNode;
  private static TestClient client;
  private static TestClient elsewhere;

  @BeforeAll
  static void start() {
    TestDatabase database = TestDatabase.create();
    app = TestApp.start(database, Map.of());
    otherNode = TestApp.start(database, Map.of());
    client = TestClient.register(app, "Agent");
    elsewhere = new TestClient(otherNode, client.id());
  }

  @AfterAll
  static void stop() {
    app.close();
    otherNode.close();
  }

  @Override
  public Stream<Attack> attacks() {
    return Stream.of(
        new Attack(Family.RACE, "a refresh token", RaceAttackTest::refresh),
        new Attack(Family.RACE, "a refresh token used long ago", RaceAttackTest::reuse),
        new Attack(Family.RACE, "a code", RaceAttackTest::code));
  }

  private static List<Answer> race(Function<TestClient, Answer> request) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(20);
    try {
      List<Future<Answer>> running =
          IntStream.range(0, MANY)
              .mapToObj(
                  number ->
                      threads.submit(() -> request.apply(number % 2 == 0 ? client : elsewhere)))
              .toList();
      List<Answer> answers = new ArrayList<>();
      for (Future<Answer> one : running) {
        answers.add(one.get());
      }
      return answers;
    } finally {
      threads.shutdown();
    }
  }

  /** All get the one successor: processes of one client share a store. */
  private static void refresh() throws Exception {
    String token = client.tokens("production", false).getString("refresh_token");
    List<Answer> answers = race(one -> one.refresh(token));
    assertThat(answers).allMatch(answer -> answer.status() == 200);
    List<String> successors =
        answers.stream()
            .map(answer -> answer.json().getString("refresh_token"))
            .distinct()
            .toList();
    assertThat(successors).hasSize(1);
    assertThat(client.refresh(successors.get(0)).status()).isEqualTo(200);
  }

  private static void reuse() throws Exception {
    String token = client.tokens("production", false).getString("refresh_token");
    String successor = client.refresh(token).json().getString("refresh_token");
    app.execute("UPDATE refresh_token SET used_at = used_at - interval '61 seconds'");
    assertThat(race(one -> one.refresh(token)))
        .allMatch(answer -> "invalid_grant".equals(answer.error()));
    assertThat(client.refresh(successor).error()).isEqualTo("invalid_grant");
  }

  /** One at the most gets tokens, and they are revoked when the others come. */
  private static void code() throws Exception {
    String code = client.code("production", false);
    List<Answer> answers = race(one -> one.post("/oauth/token", one.exchange(code)));
    List<Answer> good = answers.stream().filter(answer -> answer.status() == 200).toList();
    assertThat(good).hasSize(1);
    assertThat(client.refresh(good.get(0).json().getString("refresh_token")).error())
        .isEqualTo("invalid_grant");
  }
}
