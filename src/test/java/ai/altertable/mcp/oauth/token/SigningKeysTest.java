package ai.altertable.mcp.oauth.token;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.mcp.platform.BoundedWorker;
import ai.altertable.mcp.platform.PlatformDatabase;
import ai.altertable.mcp.platform.Secrets;
import ai.altertable.mcp.testing.Await;
import ai.altertable.mcp.testing.TestDatabase;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class SigningKeysTest {
  private static final Vertx VERTX = Vertx.vertx();
  private static final BoundedWorker WORKER = new BoundedWorker(VERTX, "keys-test", 2, 100);
  private static final SigningKeys.KeyLifetimes LIFETIMES =
      new SigningKeys.KeyLifetimes(Duration.ofDays(90), Duration.ofMinutes(15));

  private final TestDatabase testDatabase = TestDatabase.create();
  private final PlatformDatabase database = testDatabase.connect(VERTX);

  @AfterAll
  static void stop() {
    Await.get(VERTX.close());
  }

  private SigningKeys node(Duration ahead, Secrets secrets) {
    Clock clock = Clock.fixed(Instant.now().plus(ahead), ZoneOffset.UTC);
    return new SigningKeys(database, secrets, WORKER, LIFETIMES, clock);
  }

  private SigningKeys node(Duration ahead) {
    return node(ahead, testDatabase.secrets());
  }

  private int published(SigningKeys keys) {
    return Await.get(keys.published()).getJsonArray("keys").size();
  }

  @Test
  void makesOneKeyForAllNodes() {
    List<Future<SigningKey>> nodes =
        IntStream.range(0, 4).mapToObj(number -> node(Duration.ZERO).current()).toList();
    Await.get(Future.all(nodes));
    Set<String> kids = new HashSet<>();
    nodes.forEach(node -> kids.add(node.result().kid()));
    assertThat(kids).hasSize(1);
    assertThat(published(node(Duration.ZERO))).isEqualTo(1);
  }

  @Test
  void rotatesAndKeepsTheOldOnePublished() {
    String first = Await.get(node(Duration.ZERO).current()).kid();
    assertThat(Await.get(node(Duration.ofDays(89)).current()).kid()).isEqualTo(first);
    SigningKeys late = node(Duration.ofDays(91));
    assertThat(Await.get(late.current()).kid())
        .as("the next one is published before it signs")
        .isEqualTo(first);
    assertThat(published(late)).isEqualTo(2);
    assertThat(Await.get(node(Duration.ofDays(91).plusMinutes(9)).current()).kid())
        .isEqualTo(first);
    assertThat(published(node(Duration.ofDays(91).plusMinutes(9))))
        .as("there is one next key")
        .isEqualTo(2);

    SigningKeys later = node(Duration.ofDays(91).plusMinutes(11));
    String second = Await.get(later.current()).kid();
    assertThat(second).isNotEqualTo(first);
    assertThat(Await.get(node(Duration.ofDays(180)).current()).kid()).isEqualTo(second);
    assertThat(published(later)).isEqualTo(2);
    Await.get(
        database
            .pool()
            .query("UPDATE signing_key SET removed_after = now() WHERE retired_at IS NOT NULL")
            .execute());
    assertThat(published(later)).as("kept for a minute").isEqualTo(2);
    assertThat(published(node(Duration.ofDays(91).plusMinutes(11)))).isEqualTo(1);
  }

  @Test
  void keepsPrivateKeysSealed() {
    Await.get(node(Duration.ZERO).current());
    byte[] other = new byte[32];
    other[0] = 1;
    assertThat(Await.failure(node(Duration.ZERO, new Secrets(other)).current()))
        .hasMessageContaining("secrets.key");
  }
}
