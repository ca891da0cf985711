package ai.altertable.mcp.platform;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.mcp.testing.Await;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BoundedWorkerTest {
  private final Vertx vertx = Vertx.vertx();
  private final BoundedWorker worker = new BoundedWorker(vertx, "test", 2, 3);

  @AfterEach
  void close() {
    Await.get(worker.close());
    Await.get(vertx.close());
  }

  @Test
  void rejectsAtOnceWhenItIsFullAndWorksAgainWhenThereIsRoom() {
    CountDownLatch hold = new CountDownLatch(1);
    List<Future<Integer>> accepted = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      int number = i;
      accepted.add(
          worker.run(
              () -> {
                hold.await();
                return number;
              }));
    }

    assertThat(Await.failure(worker.run(() -> 6))).isInstanceOf(RejectedExecutionException.class);

    hold.countDown();
    assertThat(accepted.stream().map(Await::get)).containsExactly(0, 1, 2, 3, 4);
    Await.until(() -> worker.run(() -> 7).cause() == null);
  }

  @Test
  void aFailureFreesItsPlace() {
    for (int i = 0; i < 20; i++) {
      assertThat(
              Await.failure(
                  worker.run(
                      () -> {
                        throw new IllegalStateException("no luck");
                      })))
          .hasMessage("no luck");
    }
  }
}
