package ai.altertable.mcp.transport.session;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.mcp.platform.Secrets;
import ai.altertable.mcp.protocol.ClientCapabilities;
import ai.altertable.mcp.protocol.ProtocolVersion;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;

/** Session ids are statements that nobody else can make. */
class SessionsTest {
  private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
  private static final Duration LIFETIME = Duration.ofHours(1);
  private static final byte[] KEY = new byte[32];

  private final EndedSessions ended = new LocalEndedSessions(at(NOW), 10);
  private final Sessions sessions = sessions(KEY, NOW);

  private Sessions sessions(byte[] key, Instant now) {
    return new Sessions(new Secrets(key), LIFETIME, at(now), ended);
  }

  private static Clock at(Instant now) {
    return Clock.fixed(now, ZoneOffset.UTC);
  }

  @Property(tries = 100)
  void everyNodeReadsWhatOneIssued(
      @ForAll ProtocolVersion version, @ForAll @IntRange(max = 15) int capabilities) {
    String id = sessions.issue(version, ClientCapabilities.ofBits(capabilities));
    Session session = sessions(KEY, NOW).find(id).orElseThrow();

    assertThat(id).matches("[!-~]{64,128}");
    assertThat(session.version()).isEqualTo(version);
    assertThat(session.capabilities().bits()).isEqualTo(capabilities);
    assertThat(session.expiresAt()).isEqualTo(NOW.plus(LIFETIME));
    assertThat(sessions.find(sessions.issue(version, ClientCapabilities.NONE)).orElseThrow().key())
        .isNotEqualTo(session.key())
        .hasSize(32);
  }

  @Property(tries = 500)
  void changedIdIsUnknown(@ForAll @IntRange(max = 82) int position, @ForAll char replacement) {
    String id = sessions.issue(ProtocolVersion.V2025_11_25, ClientCapabilities.NONE);
    String changed = id.substring(0, position) + replacement + id.substring(position + 1);

    assertThat(sessions.find(changed).isPresent()).isEqualTo(changed.equals(id));
  }

  @Property(tries = 200)
  void garbageIsUnknown(@ForAll @StringLength(max = 200) String garbage) {
    assertThat(sessions.find(garbage)).isEmpty();
  }

  @Example
  void idOfAnotherKeyIsUnknown() {
    byte[] other = KEY.clone();
    other[0] = 1;
    String id = sessions(other, NOW).issue(ProtocolVersion.V2025_06_18, ClientCapabilities.NONE);

    assertThat(sessions.find(id)).isEmpty();
  }

  @Example
  void idDiesWithItsLifetime() {
    String id = sessions.issue(ProtocolVersion.V2025_06_18, ClientCapabilities.NONE);

    assertThat(sessions(KEY, NOW.plus(LIFETIME).minusSeconds(1)).find(id)).isPresent();
    assertThat(sessions(KEY, NOW.plus(LIFETIME)).find(id)).isEmpty();
  }

  @Example
  void endedSessionIsUnknownAndForgottenOnlyBeyondTheBound() {
    String first = sessions.issue(ProtocolVersion.V2025_06_18, ClientCapabilities.NONE);
    ended.end(sessions.find(first).orElseThrow().key(), NOW.plus(LIFETIME));

    assertThat(sessions.find(first)).isEmpty();
    for (int i = 0; i < 9; i++) {
      ended.end("other" + i, NOW.plus(LIFETIME));
    }
    assertThat(sessions.find(first)).isEmpty();
    ended.end("one more", NOW.plus(LIFETIME));
    assertThat(sessions.find(first)).isPresent();
  }
}
