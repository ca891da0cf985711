package ai.altertable.mcp.identity;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.mcp.platform.PlatformDatabase;
import ai.altertable.mcp.testing.Await;
import ai.altertable.mcp.testing.TestDatabase;
import io.vertx.core.Vertx;
import java.util.UUID;
import java.util.function.IntFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SignInThrottleTest {
  private static final TestDatabase DATABASE = TestDatabase.create();

  private final Vertx vertx = Vertx.vertx();
  private final PlatformDatabase database = DATABASE.connect(vertx);
  private final SignInThrottle throttle = new SignInThrottle(database);

  @AfterEach
  void close() {
    Await.get(vertx.close());
  }

  private static String account() {
    return UUID.randomUUID() + "@example.com";
  }

  private boolean passes(String account, String address) {
    return Await.get(throttle.take(account, address)).isZero();
  }

  /** How many of a series pass before the first that does not. */
  private int passing(int most, IntFunction<Boolean> attempt) {
    int passed = 0;
    while (passed < most && attempt.apply(passed)) {
      passed++;
    }
    return passed;
  }

  @Test
  void oneAccountFromOneAddress() {
    String account = account();
    assertThat(passing(100, n -> passes(account, "192.0.2.1"))).isEqualTo(8);
    assertThat(passes(account(), "192.0.2.1")).isTrue();
    assertThat(passes(account, "192.0.2.2")).isTrue();
  }

  @Test
  void oneAccountFromEverywhere() {
    String account = account();
    assertThat(passing(100, n -> passes(account, "198.51.100." + n))).isEqualTo(60);
  }

  @Test
  void oneAddressOverAllAccountsHoweverItIsWritten() {
    assertThat(passing(200, n -> passes(account(), "2001:db8::" + Integer.toHexString(n + 1))))
        .isEqualTo(120);
    assertThat(passes(account(), "2001:db8:0:1::1")).isTrue();
  }

  @Test
  void twoNodesCountTogether() {
    String account = account();
    SignInThrottle other = new SignInThrottle(database);
    for (int attempt = 0; attempt < 4; attempt++) {
      assertThat(passes(account, "203.0.113.1")).isTrue();
      assertThat(Await.get(other.take(account, "203.0.113.1"))).isZero();
    }
    assertThat(passes(account, "203.0.113.1")).isFalse();
    assertThat(Await.get(other.take(account, "203.0.113.1"))).isPositive();
  }

  @Test
  void theRightPasswordForgetsTheOwnersSlips() {
    String account = account();
    passing(8, n -> passes(account, "203.0.113.2"));
    Await.get(throttle.succeeded(account, "203.0.113.2"));
    assertThat(passes(account, "203.0.113.2")).isTrue();
  }
}
