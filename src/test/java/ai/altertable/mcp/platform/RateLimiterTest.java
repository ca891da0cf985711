package ai.altertable.mcp.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RateLimiterTest {
  private final AtomicLong now = new AtomicLong();
  private final RateLimiter<String> limiter =
      new RateLimiter<>(10, Duration.ofSeconds(1), 3, 5, now::get);

  @Test
  void letsABurstPassThenTheRate() {
    assertThat(take("a", 3)).isEqualTo(3);
    assertThat(limiter.acquire("a")).isEqualTo(Duration.ofMillis(100));

    advance(Duration.ofMillis(100));
    assertThat(take("a", 2)).isEqualTo(1);

    advance(Duration.ofHours(1));
    assertThat(take("a", 10)).isEqualTo(3);
  }

  @Test
  void waitingAsLongAsItSaysSuffices() {
    take("a", 3);
    for (int i = 0; i < 100; i++) {
      Duration wait = limiter.acquire("a");
      assertThat(wait).isPositive();
      advance(wait);
      assertThat(limiter.acquire("a")).isZero();
    }
  }

  @Test
  void keysDoNotDisturbEachOther() {
    take("a", 5);

    assertThat(take("b", 3)).isEqualTo(3);
  }

  @Test
  void staysBoundedAndKeepsLimitingNewKeysTogether() {
    int passed = 0;
    for (int i = 0; i < 1_000; i++) {
      passed += take("key " + i, 3);
    }

    assertThat(limiter.size()).isLessThanOrEqualTo(6);
    assertThat(passed).isEqualTo(5 * 3 + 3);
  }

  @Test
  void forgetsKeysAtRest() {
    for (int i = 0; i < 5; i++) {
      take("old " + i, 3);
    }
    advance(Duration.ofSeconds(2));

    assertThat(take("new 1", 3)).isEqualTo(3);
    assertThat(take("new 2", 3)).isEqualTo(3);
    assertThat(limiter.size()).isEqualTo(2);
  }

  private int take(String key, int times) {
    int passed = 0;
    for (int i = 0; i < times; i++) {
      passed += limiter.acquire(key).isZero() ? 1 : 0;
    }
    return passed;
  }

  private void advance(Duration time) {
    now.addAndGet(time.toNanos());
  }
}
