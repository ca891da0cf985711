package ai.altertable.mcp.platform;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.mcp.platform.ConcurrencyLimiter.Permit;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ConcurrencyLimiterTest {
  private final ConcurrencyLimiter<String> limiter = new ConcurrencyLimiter<>(2);

  @Test
  void givesAsManyPermitsAsMayRun() {
    Optional<Permit> first = limiter.acquire("a");
    assertThat(first).isPresent();
    assertThat(limiter.acquire("a")).isPresent();
    assertThat(limiter.acquire("a")).isEmpty();
    assertThat(limiter.acquire("b")).isPresent();

    first.get().release();
    assertThat(limiter.acquire("a")).isPresent();
    assertThat(limiter.acquire("a")).isEmpty();
  }

  @Test
  void aPermitCountsOnceHoweverOftenItIsReleased() {
    Permit permit = limiter.acquire("a").orElseThrow();
    limiter.acquire("a");

    permit.release();
    permit.release();

    assertThat(limiter.running("a")).isEqualTo(1);
  }
}
