package ai.altertable.mcp.identity;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.mcp.platform.BoundedWorker;
import ai.altertable.mcp.testing.Await;
import com.sun.management.ThreadMXBean;
import io.vertx.core.Vertx;
import java.lang.management.ManagementFactory;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Whoever asks for an account that does not exist makes as much work as for one that does: seen by
 * the memory that Argon2id fills, which no other load on the machine changes.
 */
class PasswordWorkTest {
  private static final long ARGON2_BYTES = 19L * 1024 * 1024;
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final Vertx vertx = Vertx.vertx();
  private final BoundedWorker worker = new BoundedWorker(vertx, "one thread", 1, 10);
  private final Passwords passwords = new Passwords(worker);

  @AfterEach
  void close() {
    Await.get(vertx.close());
  }

  private long allocated() {
    return Await.get(
        worker.run(() -> THREADS.getThreadAllocatedBytes(Thread.currentThread().getId())));
  }

  private long work(Optional<String> hash) {
    long before = allocated();
    assertThat(Await.get(passwords.matches("wrong", hash))).isFalse();
    return allocated() - before;
  }

  @Test
  void unknownAccountsCostTheSame() {
    String hash = Await.get(passwords.hash("the right one"));
    long known = work(Optional.of(hash));
    long unknown = work(Optional.empty());
    assertThat(known).isGreaterThan(ARGON2_BYTES);
    assertThat(unknown).isBetween(known - known / 5, known + known / 5);
  }
}
