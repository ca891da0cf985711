package ai.altertable.mcp.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.mcp.config.NotificationsConfig;
import ai.altertable.mcp.config.NotificationsConfig.Login;
import ai.altertable.mcp.config.NotificationsConfig.Security;
import ai.altertable.mcp.config.NotificationsConfig.Smtp;
import ai.altertable.mcp.platform.DatabaseListener;
import ai.altertable.mcp.testing.Await;
import ai.altertable.mcp.testing.SelfSigned;
import ai.altertable.mcp.tools.ToolHarness;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import jakarta.mail.internet.MimeMessage;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Notifications, made by the tool, on their way through the outbox and two nodes to a real mail
 * server and a receiver of webhooks.
 */
class DeliveryTest {
  private static final int ATTEMPTS = 3;
  private static final Login LOGIN = new Login("mailer", "pa55 word");

  @TempDir private static Path folder;
  private static ToolHarness harness;
  private static GreenMail mail;
  private static Channels channels;
  private static DatabaseListener listener;
  private static NotificationsConfig config;
  private static WebhookReceiver receiver;

  @BeforeAll
  static void start() throws Exception {
    harness = new ToolHarness();
    SelfSigned certificate = SelfSigned.create(folder);
    Path pem = Files.writeString(folder.resolve("mail.pem"), certificate.certificate());
    System.setProperty("greenmail.tls.keystore.file", folder.resolve("store.p12").toString());
    System.setProperty("greenmail.tls.keystore.password", "changeit");
    System.setProperty("greenmail.tls.key.password", "changeit");
    mail = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTPS));
    mail.setUser("mailer@example.com", LOGIN.username(), LOGIN.password());
    mail.start();
    config =
        new NotificationsConfig(
            Optional.of(
                new Smtp(
                    "localhost",
                    mail.getSmtps().getPort(),
                    Security.TLS,
                    Optional.of(LOGIN),
                    Optional.of(pem),
                    "alerts@example.com",
                    Set.of("example.com"))),
            ATTEMPTS,
            Duration.ofMillis(50),
            true);
    channels = new Channels(harness.fixture.database.secrets());
    listener = new DatabaseListener(harness.vertx, harness.fixture.database.access().platform());
    for (int node = 0; node < 2; node++) {
      Deliveries deliveries = deliveries(harness.vertx, config);
      deliveries.listen(listener);
      Await.get(harness.vertx.deployVerticle(deliveries.verticle()));
    }
    Await.get(listener.start());
  }

  private static Deliveries deliveries(Vertx vertx, NotificationsConfig settings) {
    return Deliveries.create(
        vertx,
        harness.fixture.platform,
        channels,
        settings,
        new HttpClientOptions(),
        URI.create("https://app.example.com"));
  }

  @AfterAll
  static void stop() {
    Await.get(listener.close());
    mail.stop();
    harness.close();
  }

  @BeforeEach
  void receive() throws Exception {
    mail.purgeEmailFromAllMailboxes();
    receiver = WebhookReceiver.start(harness.vertx);
  }

  @AfterEach
  void clear() {
    Await.get(harness.fixture.platform.pool().query("DELETE FROM notification_channel").execute());
    receiver.close();
  }

  private static Channels.Made channel(Channel.Kind kind, String name, String target) {
    return Await.get(
        harness.fixture.platform.inTransaction(
            connection ->
                channels.add(
                    connection,
                    harness.production.environmentId(),
                    new Channel.Draft(kind, name, target),
                    "test")));
  }

  private static JsonObject notify(String title) {
    return harness.ok(
        harness.production,
        "create_notification",
        new JsonObject()
            .put("title", title)
            .put("body", "Sign-ups **halved**.")
            .put("source_slug", "INS-7"));
  }

  private static List<String> states() {
    return StreamSupport.stream(
            Await.get(
                    harness
                        .fixture
                        .platform
                        .pool()
                        .query(
                            "SELECT state || ' ' || attempts AS s FROM notification_delivery"
                                + " ORDER BY created_at")
                        .execute())
                .spliterator(),
            false)
        .map(row -> row.getString("s"))
        .toList();
  }

  private static Delivery only() {
    List<Delivery> all =
        Await.get(
            new DeliveryLog()
                .list(
                    harness.fixture.platform.pool(),
                    harness.production.environmentId(),
                    null,
                    Optional.empty(),
                    10));
    assertThat(all).hasSize(1);
    return all.get(0);
  }

  @Test
  void mailGoesOverTlsWithLoginAndSaysWhereItIsFrom() throws Exception {
    channel(Channel.Kind.EMAIL, "Ops", "ops@example.com");

    JsonObject sent = notify("Drop\r\nBcc: evil@example.org");

    assertThat(sent.getJsonArray("queued_for")).containsExactly("email Ops");
    Await.until(() -> states().equals(List.of("delivered 1")));
    MimeMessage[] received = mail.getReceivedMessages();
    assertThat(received).hasSize(1);
    MimeMessage message = received[0];
    assertThat(message.getSubject()).isEqualTo("[demo/production] Drop Bcc: evil@example.org");
    assertThat(message.getAllRecipients())
        .extracting(Object::toString)
        .containsExactly("ops@example.com");
    assertThat(message.getFrom()[0]).hasToString("alerts@example.com");
    assertThat(message.getMessageID()).isEqualTo("<" + only().id() + "@example.com>");
    assertThat(message.getContent().toString())
        .contains("Sign-ups **halved**.")
        .contains("https://app.example.com/console/demo/production/insights/INS-7")
        .contains(sent.getString("slug"));
  }

  @Test
  void mailGoesToNobodyOutsideTheOrganization() {
    channel(Channel.Kind.EMAIL, "Left", "left@elsewhere.test");

    notify("Secret");

    Await.until(() -> states().equals(List.of("dead 1")));
    assertThat(only().progress().error())
        .hasValueSatisfying(
            error -> assertThat(error).contains("nobody who can read this environment"));
    assertThat(mail.getReceivedMessages()).isEmpty();
  }

  @Test
  void mailGoesToMembersWhoCanReadTheEnvironmentOnly() {
    UUID user = UUID.randomUUID();
    execute(
        "INSERT INTO app_user (id, email, name) VALUES ('"
            + user
            + "', 'cleo@elsewhere.test', 'Cleo')");
    execute(
        "INSERT INTO organization_role SELECT '%s', organization_id, 'member' FROM environment WHERE id = '%s'"
            .formatted(user, harness.production.environmentId()));
    execute(
        "INSERT INTO environment_role VALUES ('%s', '%s', 'reader')"
            .formatted(user, harness.staging.environmentId()));
    channel(Channel.Kind.EMAIL, "Cleo", "Cleo@elsewhere.test");

    notify("Not for all");
    Await.until(() -> states().equals(List.of("dead 1")));
    assertThat(mail.getReceivedMessages()).isEmpty();

    execute(
        "INSERT INTO environment_role VALUES ('%s', '%s', 'reader')"
            .formatted(user, harness.production.environmentId()));
    notify("For readers");
    Await.until(() -> states().equals(List.of("dead 1", "delivered 1")));
    assertThat(mail.getReceivedMessages()).hasSize(1);
  }

  private static void execute(String sql) {
    Await.get(harness.fixture.platform.pool().query(sql).execute());
  }

  @Test
  void webhooksAreSignedAndSentOnceByTwoNodes() {
    Channels.Made made = channel(Channel.Kind.WEBHOOK, "Pager", receiver.url("/hook?a=b"));

    for (int i = 0; i < 20; i++) {
      notify("Number " + i);
    }

    Await.until(() -> states().size() == 20 && states().stream().allMatch("delivered 1"::equals));
    assertThat(receiver.requests()).hasSize(20);
    assertThat(receiver.requests())
        .extracting(WebhookReceiver.Received::id)
        .doesNotHaveDuplicates();
    for (WebhookReceiver.Received request : receiver.requests()) {
      assertThat(request.uri()).isEqualTo("/hook?a=b");
      assertThat(request.isSignedWith(made.secret().orElseThrow())).isTrue();
      assertThat(request.isSignedWith("whsec_AAAA")).isFalse();
      JsonObject data = new JsonObject(request.body()).getJsonObject("data");
      assertThat(data.getString("environment")).isEqualTo("demo/production");
      assertThat(data.getString("body")).isEqualTo("Sign-ups **halved**.");
    }
  }

  @Test
  void aFailureIsTriedAgainUnderTheSameId() {
    receiver.answer(503, 503, 204);
    channel(Channel.Kind.WEBHOOK, "Flaky", receiver.url("/"));

    notify("Again");

    Await.until(() -> states().equals(List.of("delivered 3")));
    assertThat(receiver.requests()).hasSize(3);
    assertThat(receiver.requests().stream().map(WebhookReceiver.Received::id).distinct())
        .hasSize(1);
  }

  @Test
  void whatNeverArrivesIsGivenUpAndCanBeTriedAgain() {
    receiver.answer(500, 500, 500, 200);
    channel(Channel.Kind.WEBHOOK, "Broken", receiver.url("/"));

    notify("Dead letter");

    Await.until(() -> states().equals(List.of("dead 3")));
    assertThat(only().progress().error()).hasValue("The address answers with status 500.");

    UUID dead = only().id();
    Await.get(
        harness.fixture.platform.inTransaction(
            connection ->
                new DeliveryLog().again(connection, harness.production.environmentId(), dead)));
    Await.until(() -> states().equals(List.of("delivered 1")));
  }

  @Test
  void redirectsAreNotFollowedAndGoneIsBelieved() {
    receiver.redirectTo(receiver.url("/elsewhere"), 2);
    receiver.answer(410);
    channel(Channel.Kind.WEBHOOK, "Moved", receiver.url("/"));

    notify("Moved");

    Await.until(() -> states().equals(List.of("dead 3")));
    assertThat(receiver.requests()).extracting(WebhookReceiver.Received::uri).containsOnly("/");
    assertThat(only().progress().error())
        .hasValueSatisfying(error -> assertThat(error).contains("410"));
  }

  @Test
  void aReceiverThatStallsHoldsUpNobodyElse() {
    channel(Channel.Kind.WEBHOOK, "Stalls", receiver.url("/stall"));
    channel(Channel.Kind.WEBHOOK, "Works", receiver.url("/works"));

    for (int i = 0; i < 30; i++) {
      notify("Number " + i);
    }

    Await.until(
        () -> receiver.requests().stream().filter(r -> r.uri().equals("/works")).count() == 30);
    receiver.release();
  }

  @Test
  void aTryThatWasLostIsDueAgain() {
    receiver.answer(200);
    Channels.Made made = channel(Channel.Kind.WEBHOOK, "Crash", receiver.url("/"));
    UUID id = UUID.randomUUID();
    String slug =
        harness
            .ok(
                harness.staging,
                "create_notification",
                new JsonObject().put("title", "x").put("body", "x"))
            .getString("slug");
    assertThat(slug).startsWith("NTF-");
    String sent = notify("Lost").getString("slug");
    Await.until(() -> states().equals(List.of("delivered 1")));
    // as a node leaves it that dies between taking it and saying how it went
    Await.get(
        harness
            .fixture
            .platform
            .pool()
            .preparedQuery(
                "UPDATE notification_delivery SET id = $1, state = 'pending', finished_at = NULL,"
                    + " next_at = now() - interval '1 second' WHERE notification_slug = $2"
                    + " AND channel_id = $3")
            .execute(Tuple.of(id, sent, made.channel().id())));

    Await.until(() -> states().equals(List.of("delivered 2")));
    assertThat(receiver.requests())
        .extracting(WebhookReceiver.Received::id)
        .contains(id.toString());
  }

  @Test
  void onlyPublicAddressesArePostedToInProduction() throws Exception {
    NotificationsConfig strict =
        new NotificationsConfig(Optional.empty(), 1, Duration.ofMillis(50), false);
    WebhookSender sender =
        new WebhookSender(harness.vertx, new HttpClientOptions(), channels, false);
    for (String host : List.of("localhost", "127.0.0.1", "[::1]", "169.254.169.254", "10.0.0.1")) {
      Channels.Made made =
          channel(Channel.Kind.WEBHOOK, "Inside", "https://" + host + ":" + receiver.port() + "/");
      Row secret =
          Await.get(
                  harness
                      .fixture
                      .platform
                      .pool()
                      .preparedQuery("SELECT secret FROM notification_channel WHERE id = $1")
                      .execute(Tuple.of(made.channel().id())))
              .iterator()
              .next();
      Outbox.Try taken =
          new Outbox.Try(
              UUID.randomUUID(),
              harness.production,
              "NTF-1",
              1,
              made.channel(),
              secret.getBuffer("secret"),
              false);
      Throwable refused =
          Await.failure(
              sender.send(
                  taken,
                  new Message(
                      harness.production,
                      "NTF-1",
                      new Message.Text("t", "b", "a", java.time.Instant.EPOCH),
                      null,
                      "https://app.example.com")));
      assertThat(refused).isInstanceOf(SendFailed.class).hasMessageContaining("public internet");
    }
    assertThat(receiver.requests()).isEmpty();
    ChannelPolicy policy = new ChannelPolicy(strict);
    assertThat(problem(policy, Channel.Kind.WEBHOOK, "http://example.com/")).contains("https");
    assertThat(problem(policy, Channel.Kind.WEBHOOK, "https://u:p@example.com/")).contains("login");
    assertThat(problem(policy, Channel.Kind.WEBHOOK, "file:///etc/passwd")).contains("https");
    assertThat(problem(policy, Channel.Kind.EMAIL, "a@example.com")).contains("smtp.host");
    assertThat(problem(new ChannelPolicy(config), Channel.Kind.EMAIL, "a@x.com\nBcc: b@x.com"))
        .contains("one e-mail address");
    assertThat(
            new ChannelPolicy(config)
                .problem(new Channel.Draft(Channel.Kind.EMAIL, "Fine", "a@x.com")))
        .isEmpty();
  }

  private static String problem(ChannelPolicy policy, Channel.Kind kind, String target) {
    return policy.problem(new Channel.Draft(kind, "n", target)).orElseThrow().message();
  }
}
