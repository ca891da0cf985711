package ai.altertable.mcp.platform;

import static java.nio.file.StandardCopyOption.COPY_ATTRIBUTES;
import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.mcp.testing.Await;
import ai.altertable.mcp.testing.Jvm;
import ai.altertable.mcp.testing.TestApp;
import ai.altertable.mcp.testing.TestBrowser;
import ai.altertable.mcp.testing.TestProduct;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An installation is copied while it works, and comes back elsewhere. */
class BackupProcessTest {
  private static final Path FOLDER = Path.of("target", "backup-process-test").toAbsolutePath();
  private static final Path FILE = FOLDER.resolve("backup.zip");
  private static final String SQL =
      "SELECT count(*), sum(total), (SELECT count(*) FROM product_analytics.events)"
          + " FROM shop.orders";

  private final AtomicInteger answered = new AtomicInteger();

  @BeforeEach
  void empty() throws IOException {
    PrivateFiles.deleteTree(FOLDER);
    Files.createDirectories(FOLDER);
  }

  @Test
  void whatIsCopiedAtWorkIsWholeElsewhere() throws Exception {
    TestProduct here =
        new TestProduct(
            FOLDER.resolve("here"), Map.of("ALTERTABLE_DEMO_PASSWORD", TestApp.PASSWORD));
    TestProduct.Robot robot;
    Object counted;
    try (Jvm running = here.start()) {
      robot = here.serviceAccount("staging", "read");
      String token = here.reading(robot);
      counted = here.query(token, SQL).getValue("rows");
      backUpAtWork(here, token);
      assertThat(running.output()).doesNotContain("ERROR");
    }
    keyTo("there");
    TestProduct there = here.on(FOLDER.resolve("there"));
    refused(here.command("restore", "--from", FILE.toString()), "nothing is overwritten");
    succeeds(there.command("restore", "--from", FILE.toString()));

    try (Jvm restored = there.start()) {
      assertThat(there.query(there.reading(robot), SQL).getValue("rows")).isEqualTo(counted);
      assertThat(signIn(there).document().selectFirst("form[action=/login]")).isNull();
      assertThat(restored.output()).doesNotContain("ERROR");
    }
    refused(there.command("restore", "--from", FILE.toString()), "nothing is overwritten");
    refused(
        here.on(FOLDER.resolve("keyless")).command("restore", "--from", FILE.toString()),
        "no secrets.key");
    Files.writeString(keyTo("elsewhere"), "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=");
    refused(
        here.on(FOLDER.resolve("elsewhere")).command("restore", "--from", FILE.toString()),
        "not the one");
    assertThat(FOLDER.resolve("elsewhere/postgres/data")).doesNotExist();
  }

  /** Agents go on meanwhile, so that rows are written while files are copied. */
  private void backUpAtWork(TestProduct here, String token) throws Exception {
    AtomicBoolean over = new AtomicBoolean();
    Thread agent = new Thread(() -> work(here, token, over), "agent");
    agent.start();
    Await.until(() -> answered.get() > 0);
    int before = answered.get();
    succeeds(here.command("backup", "--output", FILE.toString()));
    Await.until(() -> answered.get() > before);
    over.set(true);
    agent.join();
    assertThat(PrivateFiles.sharedWithOthers(FILE)).isFalse();
    refused(here.command("backup", "--output", FILE.toString()), "exists");
  }

  private void work(TestProduct here, String token, AtomicBoolean over) {
    try {
      while (!over.get()) {
        here.query(token, SQL);
        answered.incrementAndGet();
      }
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static TestBrowser.Page signIn(TestProduct product) {
    TestBrowser browser = new TestBrowser(product.app());
    TestBrowser.Page login = browser.follow(browser.get("/apps"));
    assertThat(login.document().selectFirst("form[action=/login]")).isNotNull();
    return browser.follow(browser.signIn(login, "demo@altertable.local", TestApp.PASSWORD));
  }

  private static Path keyTo(String name) throws IOException {
    Path directory = Files.createDirectories(FOLDER.resolve(name));
    return Files.copy(
        FOLDER.resolve("here/secrets.key"), directory.resolve("secrets.key"), COPY_ATTRIBUTES);
  }

  private static void succeeds(Jvm started) throws Exception {
    try (started) {
      assertThat(started.await()).as(started.output()).isZero();
    }
  }

  private static void refused(Jvm started, String why) throws Exception {
    try (started) {
      assertThat(started.await()).as(started.output()).isNotZero();
      assertThat(started.output()).contains(why);
    }
  }
}
