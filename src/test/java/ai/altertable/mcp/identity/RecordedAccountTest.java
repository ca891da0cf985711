package ai.altertable.mcp.identity;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.mcp.platform.AuditNote;
import ai.altertable.mcp.platform.BoundedWorker;
import ai.altertable.mcp.testing.Await;
import ai.altertable.mcp.testing.TestApp;
import io.vertx.core.Future;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What people change about their own account and its record are one transaction. */
class RecordedAccountTest {
  private static final String EMAIL = "demo@altertable.local";
  private static final String NEXT = "another horse battery staple";
  private static final AuditNote FAILING =
      transaction -> Future.failedFuture(new IllegalStateException("not recorded"));

  private static TestApp app;
  private static Identity identity;

  private final AtomicInteger notes = new AtomicInteger();
  private User user;
  private String session;

  @BeforeAll
  static void start() {
    app = TestApp.start();
    identity =
        Identity.create(
            app.vertx(),
            app.config().app(),
            app.database(),
            app.testDatabase().secrets(),
            new Passwords(new BoundedWorker(app.vertx(), "more-passwords", 2, 100)));
  }

  @AfterAll
  static void stop() {
    app.close();
  }

  @BeforeEach
  void signIn() {
    session = session();
    session();
    user = Await.get(identity.sessions().find(session)).orElseThrow();
  }

  private static String session() {
    User demo = new User(id(), EMAIL, "Demo");
    SignInOutcome outcome =
        Await.get(
            identity
                .entrance()
                .admit(
                    demo, SignInMethod.PASSWORD, visit(transaction -> Future.succeededFuture())));
    return ((SignedIn) outcome).session();
  }

  private static Visit visit(AuditNote note) {
    return new Visit("127.0.0.1", "test", Optional.empty(), (who, method) -> note);
  }

  private static UUID id() {
    return Await.get(
            app.database()
                .pool()
                .query("SELECT id FROM app_user WHERE email = '" + EMAIL + "'")
                .execute())
        .iterator()
        .next()
        .getUUID(0);
  }

  private Future<Void> write() {
    notes.incrementAndGet();
    return Future.succeededFuture();
  }

  /** Everything about accounts. */
  private static String state() {
    return Await.get(
            app.database()
                .pool()
                .query(
                    """
                    SELECT concat_ws(' ',
                      (SELECT string_agg(u.email || u.password_hash, ',' ORDER BY u.email)
                       FROM app_user u),
                      (SELECT string_agg(s.id::text, ',' ORDER BY s.id) FROM browser_session s),
                      (SELECT string_agg(f.confirmed_at::text, ',') FROM second_factor f),
                      (SELECT string_agg(r.code_hash::text, ',' ORDER BY r.code_hash)
                       FROM recovery_code r),
                      (SELECT count(*) FROM invitation), (SELECT count(*) FROM password_reset),
                      (SELECT count(*) FROM organization_role))
                    """)
                .execute())
        .iterator()
        .next()
        .getString(0);
  }

  private interface Change {
    Future<?> with(AuditNote note);
  }

  private void standsAndFallsWithItsRecord(Change change) {
    String before = state();
    assertThat(Await.failure(change.with(FAILING))).hasMessage("not recorded");
    assertThat(state()).isEqualTo(before);
    Await.get(change.with(transaction -> write()));
    assertThat(notes).hasValue(1);
    assertThat(state()).isNotEqualTo(before);
  }

  @Test
  void password() {
    AccountPassword.Wish wish = new AccountPassword.Wish(TestApp.PASSWORD, NEXT);
    standsAndFallsWithItsRecord(
        note -> identity.password().change(user.id(), session, wish, "192.0.2.1", note));
    assertThat(Await.get(identity.sessions().list(user.id(), session))).hasSize(1);
    AccountPassword.Wish back = new AccountPassword.Wish(NEXT, TestApp.PASSWORD);
    assertThat(
            Await.get(
                identity
                    .password()
                    .change(user.id(), session, back, "192.0.2.1", transaction -> write())))
        .isEqualTo(AccountPassword.Outcome.DONE);
  }

  @Test
  void signInByPassword() {
    standsAndFallsWithItsRecord(
        note -> identity.signIn().attempt(EMAIL, TestApp.PASSWORD, visit(note)));
  }

  @Test
  void signInFromABrowserThatWasSignedIn() {
    standsAndFallsWithItsRecord(
        note ->
            identity
                .entrance()
                .admit(
                    user,
                    SignInMethod.UPSTREAM,
                    new Visit("::1", "", Optional.of(session), (who, method) -> note)));
    assertThat(Await.get(identity.sessions().find(session))).isEmpty();
  }

  @Test
  void signOut() {
    standsAndFallsWithItsRecord(note -> identity.sessions().end(session, note));
    Await.get(identity.sessions().end(session, transaction -> write()));
    assertThat(notes).as("who is out does not go out again").hasValue(1);
  }

  @Test
  void sessions() {
    SessionEntry other = Await.get(identity.sessions().list(user.id(), session)).get(1);
    standsAndFallsWithItsRecord(note -> identity.sessions().endOne(user.id(), other.id(), note));
    Await.get(identity.sessions().endOne(user.id(), other.id(), transaction -> write()));
    assertThat(notes).as("what is gone does not end again").hasValue(1);
  }

  @Test
  void everyOtherSession() {
    standsAndFallsWithItsRecord(note -> identity.sessions().endOthers(user.id(), session, note));
    assertThat(Await.get(identity.sessions().list(user.id(), session))).hasSize(1);
  }

  @Test
  void secondFactor() {
    SecondFactors.Enrolment begun = Await.get(identity.factors().begin(user)).orElseThrow();
    byte[] secret = decode(begun.secret());
    long step = Totp.step(Instant.now());
    standsAndFallsWithItsRecord(
        note -> identity.factors().confirm(user.id(), session, Totp.code(secret, step), note));
    assertThat(Await.get(identity.sessions().list(user.id(), session))).hasSize(1);

    List<String> codes =
        Await.get(
                identity
                    .factors()
                    .renewCodes(user.id(), Totp.code(secret, step + 1), transaction -> write()))
            .orElseThrow();
    secondStep(codes);
    notes.set(0);
    // Each try uses a recovery code up, recorded or not: two of them, for two tries.
    AtomicInteger next = new AtomicInteger();
    String factor = "SELECT count(*)::text FROM second_factor";
    assertThat(
            Await.failure(
                identity.factors().remove(user.id(), codes.get(next.getAndIncrement()), FAILING)))
        .hasMessage("not recorded");
    assertThat(app.text(factor)).isEqualTo("1");
    Await.get(
        identity
            .factors()
            .remove(user.id(), codes.get(next.getAndIncrement()), transaction -> write()));
    assertThat(app.text(factor)).isEqualTo("0");
    assertThat(notes).hasValue(1);
  }

  /** A code is used up, recorded or not; the sign-in that waits is taken only with its record. */
  private void secondStep(List<String> codes) {
    SignInOutcome first =
        Await.get(identity.entrance().admit(user, SignInMethod.PASSWORD, visit(FAILING)));
    String pending = ((SignInOutcome.SecondFactorNeeded) first).pending();
    String state =
        "SELECT (SELECT count(*) FROM pending_sign_in) || ' waiting, '"
            + " || (SELECT count(*) FROM browser_session)";
    assertThat(Await.failure(identity.entrance().second(pending, codes.get(8), visit(FAILING))))
        .hasMessage("not recorded");
    assertThat(app.text(state)).isEqualTo("1 waiting, 1");
    notes.set(0);
    Await.get(identity.entrance().second(pending, codes.get(9), visit(transaction -> write())));
    assertThat(app.text(state)).isEqualTo("0 waiting, 2");
    assertThat(notes).hasValue(1);
  }

  /** Base 32 (RFC 4648 section 6), as an authenticator app reads it. */
  private static byte[] decode(String text) {
    BigInteger bits = BigInteger.ZERO;
    for (char c : text.toCharArray()) {
      bits =
          bits.shiftLeft(5).or(BigInteger.valueOf("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(c)));
    }
    byte[] secret = new byte[text.length() * 5 / 8];
    byte[] value = bits.toByteArray();
    System.arraycopy(
        value,
        Math.max(0, value.length - secret.length),
        secret,
        Math.max(0, secret.length - value.length),
        Math.min(value.length, secret.length));
    return secret;
  }

  @Test
  void invitation() {
    app.execute(
        "INSERT INTO invitation (organization_id, email, role, token_hash, invited_by, expires_at)"
            + " SELECT id, 'new@demo.test', 'reader', sha256('invited'), 'x', now() + interval"
            + " '1 day' FROM organization");
    standsAndFallsWithItsRecord(
        note -> identity.invited().signUp("invited", "New", NEXT, (joined, organization) -> note));
  }

  @Test
  void invitationThroughTheProvider() {
    app.execute(
        "INSERT INTO invitation (organization_id, email, role, token_hash, invited_by, expires_at)"
            + " SELECT id, 'up@demo.test', 'reader', sha256('up'), 'x', now() + interval '1 day'"
            + " FROM organization");
    UpstreamUsers.Person person =
        new UpstreamUsers.Person("https://id.example", "up", "up@demo.test", "Up");
    UpstreamUsers users = new UpstreamUsers(app.database());
    standsAndFallsWithItsRecord(note -> users.find(person, (joined, organization) -> note));
  }

  @Test
  void forgottenPassword() {
    app.execute(
        "INSERT INTO app_user (email, name) VALUES ('lost@demo.test', 'Lost');"
            + " INSERT INTO organization_role SELECT u.id, o.id, 'reader' FROM app_user u,"
            + " organization o WHERE u.email = 'lost@demo.test';"
            + " INSERT INTO password_reset (user_id, organization_id, token_hash, expires_at)"
            + " SELECT u.id, o.id, sha256('link'), now() + interval '1 day' FROM app_user u,"
            + " organization o WHERE u.email = 'lost@demo.test'");
    standsAndFallsWithItsRecord(note -> identity.forgotten().reset("link", NEXT, whose -> note));
  }
}
