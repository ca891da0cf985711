package ai.altertable.mcp.delivery;

import ai.altertable.mcp.config.NotificationsConfig.Smtp;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.ext.mail.LoginOption;
import io.vertx.ext.mail.MailClient;
import io.vertx.ext.mail.MailConfig;
import io.vertx.ext.mail.MailMessage;
import io.vertx.ext.mail.StartTLSOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends messages as e-mail in plain text, through the operator's SMTP server. */
final class MailSender implements Sender {
  private static final Logger LOG = LoggerFactory.getLogger(MailSender.class);
  private static final int MOST_CONNECTIONS = 4;
  private static final int CONNECT_MILLIS = 10_000;

  private final MailClient client;
  private final Smtp smtp;
  private final ChannelPolicy policy;

  MailSender(Vertx vertx, Smtp smtp, ChannelPolicy policy) {
    this.smtp = smtp;
    this.policy = policy;
    this.client = MailClient.create(vertx, config(smtp));
  }

  private static MailConfig config(Smtp smtp) {
    MailConfig config =
        new MailConfig()
            .setHostname(smtp.host())
            .setPort(smtp.port())
            .setMaxPoolSize(MOST_CONNECTIONS)
            .setKeepAlive(false)
            .setConnectTimeout(CONNECT_MILLIS)
            .setTrustAll(false)
            .setLogin(smtp.login().isPresent() ? LoginOption.REQUIRED : LoginOption.NONE);
    config.setHostnameVerificationAlgorithm("HTTPS");
    smtp.login()
        .ifPresent(login -> config.setUsername(login.username()).setPassword(login.password()));
    smtp.certificate()
        .ifPresent(
            file -> config.setTrustOptions(new PemTrustOptions().addCertPath(file.toString())));
    switch (smtp.security()) {
      case TLS -> config.setSsl(true).setStarttls(StartTLSOptions.DISABLED);
      case STARTTLS -> config.setStarttls(StartTLSOptions.REQUIRED);
      case NONE -> config.setStarttls(StartTLSOptions.DISABLED);
    }
    return config;
  }

  @Override
  public Future<Void> send(Outbox.Try taken, Message message) {
    String to = taken.channel().draft().target();
    if (!taken.member() && !policy.isAllowedDomain(to)) {
      return Future.failedFuture(
          SendFailed.forGood("The address is of nobody who can read this environment."));
    }
    MailMessage mail =
        new MailMessage()
            .setFrom(smtp.from())
            .setTo(to)
            .setSubject(line("[" + message.tenant().path() + "] " + message.text().title()))
            .setText(text(message));
    // the same in every try, so that servers and readers can tell a second copy
    mail.addHeader("Message-ID", "<" + taken.id() + "@" + domain() + ">");
    mail.addHeader("Auto-Submitted", "auto-generated");
    return client
        .sendMail(mail)
        .recover(
            failure -> {
              LOG.info("no e-mail delivery={} why={}", taken.id(), failure.toString());
              return Future.failedFuture(
                  SendFailed.now("The mail server did not take the message."));
            })
        .mapEmpty();
  }

  private String domain() {
    String address = smtp.from();
    return address.substring(address.indexOf('@') + 1).replaceAll("[^A-Za-z0-9.-]", "");
  }

  private static String text(Message message) {
    return message.text().body()
        + "\n\n"
        + message.url()
        + "\n\n-- \n"
        + line(message.text().author())
        + " notified "
        + message.tenant().path()
        + " ("
        + message.slug()
        + "). Its administrators decide who gets these.\n";
  }

  /** One line: a title must not begin a header of its own. */
  private static String line(String text) {
    return text.replaceAll("\\p{Cntrl}+", " ");
  }

  @Override
  public Future<Void> close() {
    return client.close();
  }
}
