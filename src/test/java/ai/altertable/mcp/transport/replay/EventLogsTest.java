package ai.altertable.mcp.transport.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;

/** What is kept of streams, for whom, and how much of it. */
class EventLogsTest {
  private static final long NODE_BYTES = 1 << 20;
  private static final long STREAM_BYTES = NODE_BYTES / 64;
  private static final long KEEP = 1_000;
  private static final UUID GRANT = UUID.randomUUID();

  private final AtomicLong time = new AtomicLong(1_000_000);
  private final EventLogs logs = new EventLogs(NODE_BYTES, KEEP, time::get);
  private final AtomicInteger abandoned = new AtomicInteger();

  /** Reads what comes and remembers it. */
  private static final class Taker implements EventLog.Reader {
    private final List<Long> numbers = new ArrayList<>();
    private final List<String> texts = new ArrayList<>();
    private boolean ended;

    @Override
    public void event(EventId id, Buffer message, boolean mayBeLost) {
      numbers.add(id.number());
      texts.add(message.toString());
    }

    @Override
    public void end() {
      ended = true;
    }
  }

  private EventLog open(String session) {
    return logs.open(session, GRANT, abandoned::incrementAndGet);
  }

  private static Buffer text(int length) {
    return Buffer.buffer("x".repeat(length));
  }

  /** A client that loses its connection again and again misses nothing that must not be lost. */
  @Property(tries = 300)
  void resumedStreamHasEverythingThatMattersOnceAndInOrder(
      @ForAll @Size(max = 60) List<@IntRange(max = 9) Integer> steps) {
    EventLog log = open("s");
    List<Long> needed = new ArrayList<>();
    List<Long> seen = new ArrayList<>();
    Taker taker = new Taker();
    log.read(0, taker);
    long sent = 0;
    for (int step : steps) {
      if (step == 0) {
        log.leave(taker);
      } else if (step == 1) {
        seen.addAll(taker.numbers);
        taker = new Taker();
        assertThat(log.read(seen.isEmpty() ? 0 : seen.get(seen.size() - 1), taker)).isTrue();
      } else {
        sent++;
        boolean mayBeLost = step > 3;
        log.append(text(mayBeLost ? 3_000 : 10), mayBeLost);
        if (!mayBeLost) {
          needed.add(sent);
        }
        assertThat(logs.bytes()).isLessThanOrEqualTo(NODE_BYTES);
      }
    }
    log.finish();
    seen.addAll(taker.numbers);
    Taker last = new Taker();
    log.read(seen.isEmpty() ? 0 : seen.get(seen.size() - 1), last);
    seen.addAll(last.numbers);

    assertThat(seen).containsAll(needed).isSorted().doesNotHaveDuplicates();
    assertThat(last.ended).isTrue();
  }

  @Property(tries = 50)
  void boundsHoldWhateverIsSent(
      @ForAll @Size(max = 200) List<@IntRange(max = 40_000) Integer> sizes) {
    for (int i = 0; i < sizes.size(); i++) {
      EventLog log = open("session-" + i % 3);
      log.append(text(sizes.get(i)), i % 2 == 0);
      if (i % 5 == 0) {
        log.finish();
      }
      assertThat(logs.bytes()).isBetween(0L, NODE_BYTES);
    }
    for (int i = 0; i < 3; i++) {
      logs.endSession("session-" + i);
    }
    assertThat(logs.bytes()).isZero();
  }

  @Property(tries = 500)
  void onlyIdsOfOursAreIds(@ForAll @StringLength(max = 60) String garbage) {
    assertThat(EventId.parse(garbage)).isEmpty();
  }

  @Example
  void idsComeBackAsTheyWere() {
    EventId id = new EventId(open("s").stream(), 12);

    assertThat(EventId.parse(id.toString())).contains(id);
    assertThat(EventId.parse(id + "x")).isEmpty();
    assertThat(EventId.parse(id + "99999999999999999999")).isEmpty();
  }

  @Example
  void logIsFoundByItsSessionAndGrantOnly() {
    EventLog log = open("mine");

    assertThat(logs.find(log.stream(), "mine", GRANT)).contains(log);
    assertThat(logs.find(log.stream(), "other", GRANT)).isEmpty();
    assertThat(logs.find(log.stream(), "mine", UUID.randomUUID())).isEmpty();
    logs.endGrant(GRANT);
    assertThat(logs.find(log.stream(), "mine", GRANT)).isEmpty();
    assertThat(abandoned).hasValue(1);
  }

  @Example
  void logThatNobodyComesForIsForgottenAndOneThatIsReadIsNot() {
    EventLog left = open("s");
    EventLog read = open("s");
    Taker taker = new Taker();
    read.read(0, taker);
    left.leave(null);
    time.addAndGet(KEEP + 2_000);
    logs.tick();

    assertThat(logs.find(left.stream(), "s", GRANT)).isEmpty();
    assertThat(left.read(0, new Taker())).isFalse();
    assertThat(logs.find(read.stream(), "s", GRANT)).isPresent();
    read.finish();
    assertThat(taker.ended).isTrue();
    assertThat(logs.find(read.stream(), "s", GRANT)).isPresent();
    time.addAndGet(KEEP + 2_000);
    logs.tick();
    assertThat(logs.find(read.stream(), "s", GRANT)).isEmpty();
    assertThat(logs.bytes()).isZero();
  }

  @Example
  void readerGoesOnWhenNothingCanBeKept() {
    EventLog log = open("s");
    Taker taker = new Taker();
    log.read(0, taker);
    log.append(text((int) STREAM_BYTES + 1), false);
    log.append(Buffer.buffer("more"), false);

    assertThat(taker.numbers).containsExactly(1L, 2L);
    assertThat(logs.find(log.stream(), "s", GRANT)).isEmpty();
    assertThat(abandoned).hasValue(0);
    log.leave(taker);
    assertThat(abandoned).hasValue(1);
  }

  @Example
  void endedStreamsMakeRoomBeforeRunningOnes() {
    EventLog running = open("a");
    running.append(text(10_000), false);
    EventLog ended = open("a");
    ended.append(text(10_000), false);
    ended.finish();
    while (logs.find(ended.stream(), "a", GRANT).isPresent()) {
      EventLog more = open("a");
      more.append(text(10_000), false);
    }

    assertThat(logs.find(running.stream(), "a", GRANT)).contains(running);
    assertThat(abandoned).hasValue(0);
  }
}
