package ai.altertable.mcp.delivery;

import ai.altertable.mcp.testing.Await;
import ai.altertable.mcp.testing.SelfSigned;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.ServerSSLOptions;
import io.vertx.core.parsetools.RecordParser;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The part of a mail server that GreenMail lacks: STARTTLS (RFC 3207). Before it, nothing else is
 * taken; after it, everything goes to a mail server behind.
 */
final class StartTlsFront implements AutoCloseable {
  private final Vertx vertx;
  private final int behind;
  private final NetServer server;
  private final ServerSSLOptions sealing;
  private final List<String> inClear = new CopyOnWriteArrayList<>();

  StartTlsFront(Vertx vertx, SelfSigned certificate, int behind) {
    this.vertx = vertx;
    this.behind = behind;
    this.sealing =
        new ServerSSLOptions()
            .setKeyCertOptions(
                new PemKeyCertOptions()
                    .addCertValue(Buffer.buffer(certificate.certificate()))
                    .addKeyValue(Buffer.buffer(certificate.key())));
    this.server =
        Await.get(vertx.createNetServer().connectHandler(this::greet).listen(0, "127.0.0.1"));
  }

  int port() {
    return server.actualPort();
  }

  /** What clients said before the connection was sealed. */
  List<String> inClear() {
    return List.copyOf(inClear);
  }

  private void greet(NetSocket client) {
    client.write("220 localhost ESMTP\r\n");
    client.handler(RecordParser.newDelimited("\r\n", line -> answer(client, line.toString())));
  }

  private void answer(NetSocket client, String line) {
    inClear.add(line);
    if (line.startsWith("EHLO")) {
      client.write("250-localhost\r\n250 STARTTLS\r\n");
    } else if (line.equals("STARTTLS")) {
      seal(client);
    } else {
      client.write("530 STARTTLS first\r\n");
    }
  }

  private void seal(NetSocket client) {
    vertx
        .createNetClient()
        .connect(behind, "127.0.0.1")
        .onSuccess(
            mail ->
                mail.handler(
                    greeting -> {
                      // the client has been greeted already
                      mail.handler(client::write);
                      mail.closeHandler(gone -> client.close());
                      client.closeHandler(gone -> mail.close());
                      client.handler(mail::write);
                      // the handshake may begin as soon as the client has read this
                      client
                          .upgradeToSsl(sealing, Buffer.buffer("220 go ahead\r\n"))
                          .onFailure(refused -> client.close());
                    }))
        .onFailure(gone -> client.close());
  }

  @Override
  public void close() {
    Await.get(server.close());
  }
}
