package ai.altertable.mcp.tools;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.mcp.bus.Caller;
import ai.altertable.mcp.bus.Scope;
import ai.altertable.mcp.bus.Tenant;
import ai.altertable.mcp.config.LimitsConfig;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class CallLimiterTest {
  private static final int PLACES = 16;

  private final CallLimiter limiter = new CallLimiter(new LimitsConfig.Calls(4, 15, PLACES));

  @Test
  void aFloodLeavesRoomForOthersAndTheyComeToEqualShares() {
    Organization flood = new Organization();
    Organization quiet = new Organization();

    // A place is for the taking while there are many, and the last two are not for the flood.
    assertThat(flood.takeAll()).isEqualTo(14);
    assertThat(quiet.takeAll()).isEqualTo(2);

    // Whatever the flood ends, the other may begin, until both have half.
    for (int ended = 1; ended <= 6; ended++) {
      flood.end();
      assertThat(flood.takeAll()).as("the flood, after " + ended).isZero();
      assertThat(quiet.takeAll()).as("the other, after " + ended).isPositive();
      if (quiet.running() >= PLACES / 3) {
        break;
      }
    }
    assertThat(quiet.running()).isGreaterThanOrEqualTo(PLACES / 3);
  }

  @Test
  void aTokenHasItsOwnLimit() {
    Organization one = new Organization();
    Caller token = one.caller();

    for (int i = 0; i < 4; i++) {
      assertThat(limiter.acquire(token)).isPresent();
    }

    assertThat(limiter.acquire(token)).isEmpty();
    assertThat(limiter.acquire(one.caller())).as("another token").isPresent();
  }

  @Test
  void aPlaceThatIsGivenBackIsFreeAgain() {
    Organization one = new Organization();
    int all = one.takeAll();

    one.endAll();

    assertThat(one.takeAll()).isEqualTo(all);
  }

  @Test
  void whereOneOrganizationMayHaveTheWholeNodeItHasIt() {
    CallLimiter alone = new CallLimiter(new LimitsConfig.Calls(PLACES, PLACES, PLACES));
    Caller caller = new Organization().caller();

    for (int i = 0; i < PLACES; i++) {
      assertThat(alone.acquire(caller)).isPresent();
    }
  }

  /** Calls, each with a token of its own. */
  private final class Organization {
    private final UUID id = UUID.randomUUID();
    private final Deque<Runnable> places = new ArrayDeque<>();

    Caller caller() {
      Tenant tenant = new Tenant(id, "o" + id, UUID.randomUUID(), "production");
      return Caller.atConsole(UUID.randomUUID(), "a@example.com", tenant, Set.of(Scope.READ));
    }

    /** How many it got. */
    int takeAll() {
      int before = places.size();
      Optional<Runnable> place = limiter.acquire(caller());
      while (place.isPresent()) {
        places.push(place.get());
        place = limiter.acquire(caller());
      }
      return places.size() - before;
    }

    int running() {
      return places.size();
    }

    void end() {
      places.pop().run();
    }

    void endAll() {
      while (!places.isEmpty()) {
        end();
      }
    }
  }
}
