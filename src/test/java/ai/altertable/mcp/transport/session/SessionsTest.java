package ai.altertable.mcp.transport.session;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.mcp.platform.Secrets;
import ai.altertable.mcp.protocol.ClientCapabilities;
import ai.altertable.mcp.protocol.ProtocolVersion;
import ai.altertable.mcp.transport.MemorySessions;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;

/** Session ids are statements that nobody else can make, and sessions belong to one subject. */
class SessionsTest {
  private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
  private static final Duration LIFETIME = Duration.ofHours(1);
  private static final byte[] KEY = new byte[32];
  private static final String ANA = "ana";
  private static final String BEN = "ben";

  private final AtomicReference<Instant> time = new AtomicReference<>(NOW);
  private final MemorySessions registry = new MemorySessions();
  private final Sessions sessions = sessions(KEY);

  private Sessions sessions(byte[] key) {
    Clock clock =
        new Clock() {
          @Override
          public Instant instant() {
            return time.get();
          }

          @Override
          public ZoneOffset getZone() {
            return ZoneOffset.UTC;
          }

          @Override
          public Clock withZone(ZoneId zone) {
            return this;
          }
        };
    return new Sessions(new Secrets(key), LIFETIME, clock, registry);
  }

  private String issue(String subject) {
    return sessions.issue(ProtocolVersion.V2025_11_25, ClientCapabilities.NONE, subject);
  }

  private static boolean now(Future<Boolean> answer) {
    assertThat(answer.succeeded()).isTrue();
    return answer.result();
  }

  @Property(tries = 100)
  void everyNodeReadsWhatOneIssued(
      @ForAll ProtocolVersion version, @ForAll @IntRange(max = 31) int capabilities) {
    String id = sessions.issue(version, ClientCapabilities.ofBits(capabilities), null);
    Session session = sessions(KEY).find(id).orElseThrow();

    assertThat(id).matches("[!-~]{64,128}");
    assertThat(session.version()).isEqualTo(version);
    assertThat(session.capabilities().bits()).isEqualTo(capabilities);
    assertThat(session.expiresAt()).isEqualTo(NOW.plus(LIFETIME));
    assertThat(session.key()).hasSize(32).isNotEqualTo(session.mark());
    Session other = sessions.find(issue(null)).orElseThrow();
    assertThat(other.key()).isNotEqualTo(session.key());
    assertThat(other.mark()).isNotEqualTo(session.mark()).hasSize(32);
  }

  @Property(tries = 500)
  void changedIdIsUnknown(@ForAll @IntRange(max = 103) int position, @ForAll char replacement) {
    String id = issue(ANA);
    String changed = id.substring(0, position) + replacement + id.substring(position + 1);

    assertThat(sessions.find(changed).isPresent()).isEqualTo(changed.equals(id));
    assertThat(now(sessions.belongs(changed, ANA))).isEqualTo(changed.equals(id));
  }

  @Property(tries = 200)
  void garbageIsUnknown(@ForAll @StringLength(max = 200) String garbage) {
    assertThat(sessions.find(garbage)).isEmpty();
    assertThat(now(sessions.belongs(garbage, ANA))).isFalse();
  }

  @Example
  void idOfAnotherKeyIsUnknown() {
    byte[] other = KEY.clone();
    other[0] = 1;
    String id = sessions(other).issue(ProtocolVersion.V2025_06_18, ClientCapabilities.NONE, null);

    assertThat(sessions.find(id)).isEmpty();
  }

  @Example
  void idDiesWithItsLifetime() {
    String id = issue(ANA);

    time.set(NOW.plus(LIFETIME).minusSeconds(1));
    assertThat(sessions.find(id)).isPresent();
    time.set(NOW.plus(LIFETIME));
    assertThat(sessions.find(id)).isEmpty();
    assertThat(now(sessions.belongs(id, ANA))).isFalse();
  }

  @Example
  void sessionOfAHandshakeWithTokenIsItsSubjectsOnEveryNode() {
    String id = issue(ANA);

    assertThat(now(sessions.belongs(id, BEN))).isFalse();
    assertThat(now(sessions.belongs(id, ANA))).isTrue();
    assertThat(now(sessions.belongs(id, BEN))).isFalse();
    assertThat(now(sessions(KEY).belongs(id, BEN))).isFalse();
    assertThat(now(sessions(KEY).belongs(id, ANA))).isTrue();
  }

  @Example
  void sessionWithoutTokenIsTheFirstSubjectsOnEveryNode() {
    String id = issue(null);

    assertThat(sessions.unclaimed(id)).isTrue();
    assertThat(now(sessions.belongs(id, ANA))).isTrue();
    assertThat(sessions.unclaimed(id)).isFalse();
    assertThat(now(sessions.belongs(id, BEN))).isFalse();
    assertThat(now(sessions(KEY).belongs(id, BEN))).isFalse();
    assertThat(now(sessions(KEY).belongs(id, ANA))).isTrue();
    assertThat(sessions.unclaimed(issue(ANA))).isFalse();
    assertThat(sessions.unclaimed("nope")).isFalse();
  }

  @Example
  void endedSessionIsUnknownEvenWhereItWasForgotten() {
    for (String subject : new String[] {ANA, null}) {
      String id = issue(subject);
      registry.end(sessions.find(id).orElseThrow(), ANA);
      assertThat(sessions.find(id)).isEmpty();
      assertThat(now(sessions.belongs(id, ANA))).isFalse();
    }
    String id = issue(ANA);
    registry.end(sessions.find(id).orElseThrow(), ANA);
    registry.forget();
    assertThat(now(sessions(KEY).belongs(id, ANA))).isFalse();
    assertThat(now(sessions(KEY).belongs(issue(ANA), ANA))).isTrue();
  }

  @Example
  void idleSessionsCostNothing() {
    String idle = issue(ANA);
    String used = issue(ANA);
    sessions.find(idle);
    sessions.find(used);
    time.set(NOW.plusSeconds(59));
    sessions.find(used);
    sessions.tick();
    assertThat(sessions.remembered()).isEqualTo(2);

    time.set(NOW.plusSeconds(61));
    sessions.tick();
    assertThat(sessions.remembered()).isEqualTo(1);
    assertThat(sessions.find(idle)).isPresent();
  }
}
