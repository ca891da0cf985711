package ai.altertable.mcp.oauth.resource;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.mcp.bus.Caller;
import ai.altertable.mcp.bus.Principal;
import ai.altertable.mcp.bus.Scope;
import ai.altertable.mcp.bus.Tenant;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class AcceptedTokensTest {
  private final AcceptedTokens tokens = new AcceptedTokens(100);

  private static AcceptedTokens.Entry entry(UUID grant) {
    Caller caller =
        new Caller(
            grant,
            new Principal("subject", "name", "client", "Client"),
            new Tenant(UUID.randomUUID(), "demo", UUID.randomUUID(), "production"),
            Set.of(Scope.READ),
            Instant.ofEpochMilli(1000));
    return new AcceptedTokens.Entry(
        caller,
        Set.of(),
        Future.succeededFuture(new Authentication.Accepted(caller)),
        Optional.empty(),
        1000,
        0);
  }

  @Test
  void isBoundedAndKeepsWhatIsUsed() {
    tokens.current().add("used", entry(UUID.randomUUID()));
    for (int number = 0; number < 10_000; number++) {
      tokens.current().add("token" + number, entry(UUID.randomUUID()));
      assertThat(tokens.current().get("used", 0)).isNotNull();
    }
    assertThat(tokens.current().size()).isLessThanOrEqualTo(101);
    assertThat(tokens.current().get("token0", 0)).isNull();
  }

  @Test
  void dropsExpiredOnes() {
    tokens.current().add("token", entry(UUID.randomUUID()));
    assertThat(tokens.current().get("token", 999)).isNotNull();
    assertThat(tokens.current().get("token", 1000)).isNull();
  }

  @Test
  void staysBoundedUnderManyRevocations() {
    UUID grant = UUID.randomUUID();
    AcceptedTokens.Generation before = tokens.current();
    before.add("token", entry(grant));
    for (int number = 0; number < 20_000; number++) {
      tokens.forget(UUID.randomUUID());
    }
    assertThat(tokens.current()).isNotSameAs(before);
    assertThat(tokens.current().get("token", 0)).isNull();
  }

  @Test
  void whatWasFoundOutAfterAChangeIsGoodAgain() {
    UUID grant = UUID.randomUUID();
    AcceptedTokens.Generation generation = tokens.current();
    generation.add("token", entry(grant));
    tokens.forget(grant);
    assertThat(generation.get("token", 0)).isNull();
    AcceptedTokens.Entry old = entry(grant);
    generation.add(
        "token",
        new AcceptedTokens.Entry(
            old.caller(),
            old.audiences(),
            old.answer(),
            Optional.empty(),
            old.endsAtMillis(),
            generation.mark()));
    assertThat(generation.get("token", 0)).isNotNull();
  }

  @Test
  void aLateAdditionToAnEarlierGenerationIsNotSeen() {
    AcceptedTokens.Generation before = tokens.current();
    tokens.forgetAll();
    before.add("token", entry(UUID.randomUUID()));
    assertThat(tokens.current().get("token", 0)).isNull();
  }
}
