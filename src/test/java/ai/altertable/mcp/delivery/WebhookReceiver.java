package ai.altertable.mcp.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.altertable.mcp.testing.Await;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Takes webhooks, and answers as it is told: with a status, a redirect, or not at all. */
final class WebhookReceiver {
  private final List<Received> requests = new CopyOnWriteArrayList<>();
  private final List<HttpServerResponse> stalled = new CopyOnWriteArrayList<>();
  private final Queue<Consumer<HttpServerResponse>> answers = new ConcurrentLinkedQueue<>();
  private HttpServer server;

  private WebhookReceiver() {}

  /** A request as it came. */
  record Received(String uri, String id, String timestamp, String signature, String body) {
    boolean isSignedWith(String secret) {
      try {
        Mac mac = Mac.getInstance("HmacSHA256");
        byte[] key = Base64.getDecoder().decode(secret.substring("whsec_".length()));
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        byte[] wanted = mac.doFinal((id + "." + timestamp + "." + body).getBytes(UTF_8));
        return signature.equals("v1," + Base64.getEncoder().encodeToString(wanted));
      } catch (GeneralSecurityException e) {
        throw new AssertionError(e);
      }
    }
  }

  static WebhookReceiver start(Vertx vertx) {
    WebhookReceiver receiver = new WebhookReceiver();
    receiver.server =
        Await.get(vertx.createHttpServer().requestHandler(receiver::take).listen(0, "127.0.0.1"));
    return receiver;
  }

  private void take(HttpServerRequest request) {
    request.bodyHandler(
        body -> {
          requests.add(
              new Received(
                  request.uri(),
                  request.getHeader("webhook-id"),
                  request.getHeader("webhook-timestamp"),
                  request.getHeader("webhook-signature"),
                  body.toString()));
          if (request.path().equals("/stall")) {
            stalled.add(request.response());
            return;
          }
          Consumer<HttpServerResponse> answer = answers.poll();
          if (answer == null) {
            request.response().end("thanks");
          } else {
            answer.accept(request.response());
          }
        });
  }

  /** The next answers; those after them are 200. */
  void answer(int... statuses) {
    for (int status : statuses) {
      answers.add(response -> response.setStatusCode(status).end("a body nobody reads"));
    }
  }

  void redirectTo(String url, int times) {
    for (int i = 0; i < times; i++) {
      answers.add(response -> response.setStatusCode(307).putHeader("Location", url).end());
    }
  }

  /** Answers those that stall. */
  void release() {
    stalled.forEach(response -> response.end());
  }

  List<Received> requests() {
    return List.copyOf(requests);
  }

  int port() {
    return server.actualPort();
  }

  String url(String path) {
    return "http://127.0.0.1:" + port() + path;
  }

  void close() {
    Await.get(server.close());
  }
}
