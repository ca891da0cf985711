package ai.altertable.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.mcp.platform.StartupException;
import ai.altertable.mcp.testing.Await;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.net.BindException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PartsTest {
  private final List<String> events = new ArrayList<>();
  private final Parts parts = new Parts();

  @Test
  void stopsInTheReverseOrderOfTheStart() {
    Await.get(parts.start(List.of(part("a"), part("b"), part("c"))));
    Await.get(parts.stop(Duration.ofSeconds(1)));

    assertThat(events).containsExactly("+a", "+b", "+c", "-c", "-b", "-a");
  }

  @Test
  void afterAFailureNothingMoreStartsAndOnlyWhatStartedStops() {
    Part broken = broken("b", new IllegalStateException("no luck"));

    Throwable failure = Await.failure(parts.start(List.of(part("a"), broken, part("c"))));
    Await.get(parts.stop(Duration.ofSeconds(1)));

    assertThat(failure).isInstanceOf(StartupException.class).hasMessageContaining("no luck");
    assertThat(events).containsExactly("+a", "-a");
  }

  @Test
  void namesTheSettingsOfAPortInUse() {
    Part broken = broken("app", new BindException("Address already in use"));

    assertThat(Await.failure(parts.start(List.of(broken))))
        .isInstanceOf(StartupException.class)
        .hasMessageContaining("app.host and app.port");
  }

  @Test
  void leavesAPartBehindThatDoesNotStopAndStopsTheOthers() {
    Part stuck = new Part("stuck", Future::succeededFuture, () -> Promise.promise().future());
    Part failing =
        new Part("failing", Future::succeededFuture, () -> Future.failedFuture("cannot"));
    Await.get(parts.start(List.of(part("a"), stuck, failing)));

    Await.get(parts.stop(Duration.ZERO));

    assertThat(events).containsExactly("+a", "-a");
  }

  @Test
  void whatAPartDoesAfterItsStartIsAwaitedByTheStopOnly() {
    Promise<Void> work = Promise.promise();
    Await.get(parts.start(List.of(part("a").then(work::future), part("b"))));

    Future<Void> stopped = parts.stop(Duration.ofMinutes(1));
    assertThat(events).containsExactly("+a", "+b", "-b");
    work.fail("it went wrong");

    Await.get(stopped);
    assertThat(events).containsExactly("+a", "+b", "-b", "-a");
  }

  private Part part(String name) {
    return new Part(name, () -> note("+" + name), () -> note("-" + name));
  }

  private static Part broken(String name, Exception failure) {
    return new Part(name, () -> Future.failedFuture(failure), Future::succeededFuture);
  }

  private Future<?> note(String event) {
    events.add(event);
    return Future.succeededFuture();
  }
}
