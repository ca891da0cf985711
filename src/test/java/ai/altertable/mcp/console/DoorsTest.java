package ai.altertable.mcp.console;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.mcp.testing.Await;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.handler.BodyHandler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DoorsTest {
  private final Vertx vertx = Vertx.vertx();
  private final Promise<Handler<HttpServerRequest>> router = Promise.promise();
  private final Promise<Context> arrived = Promise.promise();
  private WebClient client;
  private HttpServer server;

  @BeforeEach
  void listen() {
    Doors doors = new Doors(router.future());
    server =
        Await.get(
            vertx
                .createHttpServer()
                .requestHandler(
                    request -> {
                      doors.handle(request);
                      arrived.tryComplete(vertx.getOrCreateContext());
                    })
                .listen(0, "127.0.0.1"));
    client = WebClient.create(vertx);
  }

  @AfterEach
  void close() {
    Await.get(vertx.close());
  }

  @Test
  void whoComesEarlyWaitsAndIsAnsweredWhole() {
    Future<HttpResponse<Buffer>> early = post();
    Context requests = Await.get(arrived.future());
    assertThat(early.isComplete()).isFalse();

    Router routes = Router.router(vertx);
    routes
        .post()
        .handler(BodyHandler.create(false))
        .handler(context -> context.end(context.body().asString()));
    requests.runOnContext(now -> router.complete(routes));

    assertThat(Await.get(early).bodyAsString()).isEqualTo("form=1");
    assertThat(Await.get(post()).bodyAsString()).isEqualTo("form=1");
  }

  @Test
  void whatCannotBeReadIsToldAndNotWaitedFor() {
    Future<HttpResponse<Buffer>> early = post();
    Await.get(arrived.future()).runOnContext(now -> router.fail("a template is wrong"));

    assertThat(Await.get(early).statusCode()).isEqualTo(500);
    assertThat(Await.get(post()).bodyAsString())
        .contains("cannot be shown")
        .doesNotContain("wrong");
  }

  private Future<HttpResponse<Buffer>> post() {
    return client.post(server.actualPort(), "127.0.0.1", "/").sendBuffer(Buffer.buffer("form=1"));
  }
}
