package ai.altertable.mcp.console;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.mcp.testing.Await;
import ai.altertable.mcp.testing.TestApp;
import ai.altertable.mcp.testing.TestBrowser;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Signing in, while the audit log cannot be written. */
class RecordedSignInTest {
  private static final String EMAIL = "demo@altertable.local";
  private static final String AWAY = "ALTER TABLE audit_event RENAME TO away";
  private static final String BACK = "ALTER TABLE IF EXISTS away RENAME TO audit_event";

  private final TestApp app = TestApp.audited();
  private final TestBrowser browser = new TestBrowser(app.issuer());

  @AfterEach
  void stop() {
    app.execute(BACK);
    app.close();
  }

  private String recorded(String action) {
    return app.text("SELECT count(*)::text FROM audit_event WHERE action = '" + action + "'");
  }

  private int attempt(String password) {
    return browser.signIn(browser.get("/login"), EMAIL, password).status();
  }

  @Test
  void nobodyComesInOrGoesOutUnrecorded() {
    app.execute(AWAY);
    assertThat(attempt(TestApp.PASSWORD)).isEqualTo(500);
    assertThat(app.text("SELECT count(*)::text FROM browser_session")).isEqualTo("0");
    app.execute(BACK);
    assertThat(attempt(TestApp.PASSWORD)).isEqualTo(303);
    assertThat(recorded("sign_in")).isEqualTo("1");

    TestBrowser.Page home = browser.get("/");
    app.execute(AWAY);
    assertThat(browser.submit(home, "/logout", Map.of()).status()).isEqualTo(500);
    assertThat(browser.get("/").status()).isEqualTo(200);
    app.execute(BACK);
    assertThat(browser.submit(home, "/logout", Map.of()).status()).isEqualTo(303);
    assertThat(recorded("sign_out")).isEqualTo("1");
    assertThat(app.text("SELECT count(*)::text FROM browser_session")).isEqualTo("0");
  }

  @Test
  void noFailedAttemptIsLostWhileTheDatabaseDoesNotTakeThem() {
    app.execute(AWAY);
    for (int i = 0; i < 3; i++) {
      assertThat(attempt("wrong")).isEqualTo(401);
    }
    app.execute(BACK);
    Await.until(() -> recorded("sign_in.failed").equals("3"));
    assertThat(app.text("SELECT count(DISTINCT correlation_id)::text FROM audit_event"))
        .isEqualTo("3");
  }
}
