package ai.altertable.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.mcp.testing.Jvm;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class ShutdownTest {
  /** A process whose orderly stop never ends. */
  static final class Stuck {
    private Stuck() {}

    public static void main(String[] arguments) throws InterruptedException {
      CountDownLatch never = new CountDownLatch(1);
      Shutdown.install(
          () -> {
            System.out.println("stopping in order");
            try {
              never.await();
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
          });
      System.out.println("running");
      never.await();
    }
  }

  @Test
  void theSecondSignalStopsAtOnce() throws Exception {
    try (Jvm stuck = Jvm.start(Map.of(), Stuck.class)) {
      stuck.awaitOutput("running");
      stuck.signal("INT");
      stuck.awaitOutput("stopping in order");
      stuck.signal("INT");

      assertThat(stuck.await()).isEqualTo(130);
    }
  }
}
