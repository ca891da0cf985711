package ai.altertable.mcp.identity;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.mcp.platform.BoundedWorker;
import ai.altertable.mcp.testing.Await;
import io.vertx.core.Vertx;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class PasswordsTest {
  private static final Vertx VERTX = Vertx.vertx();
  private static final Passwords PASSWORDS =
      new Passwords(new BoundedWorker(VERTX, "passwords-test", 1, 10));

  @AfterAll
  static void stop() {
    Await.get(VERTX.close());
  }

  /** Algorithm, version, memory, passes, lanes, and the lengths of salt and hash. */
  private static String shape(String phc) {
    String[] parts = phc.split("\\$", -1);
    return parts[1] + parts[2] + parts[3] + parts[4].length() + parts[5].length();
  }

  @Test
  void anUnknownAccountCostsWhatAKnownOneDoes() {
    String real = Await.get(PASSWORDS.hash("a real password"));

    assertThat(shape(Passwords.DECOY)).isEqualTo(shape(real));
    assertThat(Await.get(PASSWORDS.matches("a real password", Optional.of(real)))).isTrue();
    assertThat(Await.get(PASSWORDS.matches("a real password", Optional.empty()))).isFalse();
  }
}
