package ai.altertable.mcp.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.mcp.bus.Tenant;
import ai.altertable.mcp.config.NotificationsConfig;
import ai.altertable.mcp.config.NotificationsConfig.Login;
import ai.altertable.mcp.config.NotificationsConfig.Security;
import ai.altertable.mcp.config.NotificationsConfig.Smtp;
import ai.altertable.mcp.testing.Await;
import ai.altertable.mcp.testing.SelfSigned;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Mail over a connection that begins in clear and must not stay so. */
class StartTlsTest {
  private static final Login LOGIN = new Login("mailer", "pa55 word");

  private final Vertx vertx = Vertx.vertx();
  private GreenMail mail;
  private StartTlsFront front;
  private Path certificate;

  @BeforeEach
  void start(@TempDir Path folder) throws Exception {
    SelfSigned own = SelfSigned.create(folder);
    certificate = Files.writeString(folder.resolve("mail.pem"), own.certificate());
    mail = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    mail.setUser("mailer@example.com", LOGIN.username(), LOGIN.password());
    mail.start();
    front = new StartTlsFront(vertx, own, mail.getSmtp().getPort());
  }

  @AfterEach
  void stop() {
    front.close();
    mail.stop();
    Await.get(vertx.close());
  }

  private Future<Void> send(int port, Optional<Path> trusted) {
    NotificationsConfig config =
        new NotificationsConfig(
            Optional.of(
                new Smtp(
                    "localhost",
                    port,
                    Security.STARTTLS,
                    Optional.of(LOGIN),
                    trusted,
                    "alerts@example.com",
                    Set.of("example.com"))),
            1,
            Duration.ofMillis(50),
            true);
    MailSender sender =
        new MailSender(vertx, config.smtp().orElseThrow(), new ChannelPolicy(config));
    Tenant tenant = new Tenant(UUID.randomUUID(), "demo", UUID.randomUUID(), "production");
    Channel channel =
        new Channel(
            UUID.randomUUID(),
            new Channel.Draft(Channel.Kind.EMAIL, "Ops", "ops@example.com"),
            Instant.EPOCH);
    return sender
        .send(
            new Outbox.Try(UUID.randomUUID(), tenant, "NTF-1", 1, channel, null, false),
            new Message(
                tenant,
                "NTF-1",
                new Message.Text("Drop", "Sign-ups halved.", "Ada", Instant.EPOCH),
                null,
                "https://app.example.com"))
        .eventually(sender::close);
  }

  @Test
  void nothingButTheWishForTlsIsSaidInClear() throws Exception {
    Await.get(send(front.port(), Optional.of(certificate)));

    assertThat(mail.getReceivedMessages()).hasSize(1);
    assertThat(mail.getReceivedMessages()[0].getSubject()).contains("Drop");
    assertThat(front.inClear()).hasSize(2);
    assertThat(front.inClear().get(0)).startsWith("EHLO");
    assertThat(front.inClear().get(1)).isEqualTo("STARTTLS");
  }

  @Test
  void aServerWithoutTlsGetsNeitherLoginNorMail() {
    Throwable failure = Await.failure(send(mail.getSmtp().getPort(), Optional.of(certificate)));

    assertThat(failure).isInstanceOf(SendFailed.class);
    assertThat(mail.getReceivedMessages()).isEmpty();
  }

  @Test
  void aCertificateOfNobodyKnownIsNotTrusted() {
    Throwable failure = Await.failure(send(front.port(), Optional.empty()));

    assertThat(failure).isInstanceOf(SendFailed.class);
    assertThat(mail.getReceivedMessages()).isEmpty();
    assertThat(front.inClear()).allMatch(line -> line.matches("EHLO .*|STARTTLS"));
  }
}
