package ai.altertable.mcp.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.altertable.mcp.platform.PublicAddresses;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * POSTs messages, signed as the Standard Webhooks specification has it. The name is looked up once,
 * its address must be public, and that address is connected to. No redirects; of the answer only
 * its status is read.
 */
final class WebhookSender implements Sender {
  private static final int CONNECT_MILLIS = 5_000;
  private static final int ANSWER_SECONDS = 15;
  private static final int MOST_AT_A_TIME = 32;
  private static final int HEAD_BYTES = 8 * 1024;
  private static final int GONE = 410;

  private final VertxInternal vertx;
  private final HttpClient http;
  private final Channels channels;
  private final boolean privateAddresses;

  /**
   * @param privateAddresses development only: posts to private addresses too
   */
  WebhookSender(Vertx vertx, HttpClientOptions tls, Channels channels, boolean privateAddresses) {
    this.vertx = (VertxInternal) vertx;
    this.channels = channels;
    this.privateAddresses = privateAddresses;
    this.http =
        vertx
            .httpClientBuilder()
            .with(
                new HttpClientOptions(tls)
                    .setKeepAlive(false)
                    .setConnectTimeout(CONNECT_MILLIS)
                    .setIdleTimeout(ANSWER_SECONDS)
                    .setMaxHeaderSize(HEAD_BYTES)
                    .setVerifyHost(true)
                    .setTrustAll(false))
            .with(new PoolOptions().setHttp1MaxSize(MOST_AT_A_TIME))
            .build();
  }

  @Override
  public Future<Void> send(Outbox.Try taken, Message message) {
    URI url = URI.create(taken.channel().draft().target());
    Buffer body = body(message).toBuffer();
    return address(url)
        .compose(address -> http.request(options(url, address)))
        .compose(
            request -> {
              sign(taken, body).forEach(request::putHeader);
              return request
                  .send(body)
                  .map(
                      answer -> {
                        int status = answer.statusCode();
                        // nobody wants its body, and its end is nobody's news
                        answer.exceptionHandler(ignored -> {});
                        request.reset();
                        return status;
                      });
            })
        .recover(
            failure ->
                Future.failedFuture(
                    failure instanceof SendFailed
                        ? failure
                        : SendFailed.now("The address cannot be reached.")))
        .compose(WebhookSender::judge);
  }

  private static Future<Void> judge(int status) {
    if (status / 100 == 2) {
      return Future.succeededFuture();
    }
    return Future.failedFuture(
        status == GONE
            ? SendFailed.forGood("The address answers with status 410: it is gone.")
            : SendFailed.now("The address answers with status " + status + "."));
  }

  private Future<InetAddress> address(URI url) {
    String host = url.getHost();
    String name = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    return vertx
        .nameResolver()
        .resolve(name)
        .recover(failure -> Future.failedFuture(SendFailed.now("The host has no address.")))
        .compose(
            address ->
                privateAddresses || PublicAddresses.contains(address)
                    ? Future.succeededFuture(address)
                    : Future.failedFuture(
                        SendFailed.forGood("The host has no address of the public internet.")));
  }

  private static RequestOptions options(URI url, InetAddress address) {
    boolean https = "https".equals(url.getScheme());
    int port = url.getPort() >= 0 ? url.getPort() : https ? 443 : 80;
    String path = url.getRawPath().isEmpty() ? "/" : url.getRawPath();
    return new RequestOptions()
        .setMethod(HttpMethod.POST)
        .setServer(SocketAddress.inetSocketAddress(port, PublicAddresses.text(address)))
        .setHost(url.getHost())
        .setPort(port)
        .setSsl(https)
        .setURI(url.getRawQuery() == null ? path : path + "?" + url.getRawQuery())
        .setFollowRedirects(false)
        .putHeader("Content-Type", "application/json")
        .putHeader("User-Agent", "altertable-mcp");
  }

  private Map<String, String> sign(Outbox.Try taken, Buffer body) {
    String id = taken.id().toString();
    String timestamp = Long.toString(Instant.now().getEpochSecond());
    byte[] signed = Buffer.buffer(id + "." + timestamp + ".").appendBuffer(body).getBytes();
    byte[] key = channels.key(taken.channel().id(), taken.secret());
    return Map.of(
        "webhook-id", id,
        "webhook-timestamp", timestamp,
        "webhook-signature", "v1," + hmac(key, signed));
  }

  private static String hmac(byte[] key, byte[] message) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return new String(Base64.getEncoder().encode(mac.doFinal(message)), UTF_8);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static JsonObject body(Message message) {
    return new JsonObject()
        .put("type", "notification.created")
        .put("timestamp", message.text().at().toString())
        .put(
            "data",
            new JsonObject()
                .put("environment", message.tenant().path())
                .put("slug", message.slug())
                .put("title", message.text().title())
                .put("body", message.text().body())
                .put("source_slug", message.about())
                .put("created_by", message.text().author())
                .put("url", message.url()));
  }

  @Override
  public Future<Void> close() {
    return http.close();
  }
}
