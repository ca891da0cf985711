package ai.altertable.mcp.console;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;

/**
 * Lets requests in when what answers them is there. Those that come earlier, in the first second of
 * a node, wait: they are as many as there may be connections, and their bodies are not read.
 */
final class Doors implements Handler<HttpServerRequest> {
  private final Future<Handler<HttpServerRequest>> inside;

  /**
   * @param inside what answers; completes on the context of the requests
   */
  Doors(Future<Handler<HttpServerRequest>> inside) {
    this.inside = inside;
  }

  @Override
  public void handle(HttpServerRequest request) {
    if (inside.succeeded()) {
      inside.result().handle(request);
      return;
    }
    request.pause();
    inside
        .onSuccess(
            open -> {
              request.resume();
              open.handle(request);
            })
        .onFailure(
            broken -> {
              // Read and dropped, or the connection would wait for somebody to read it.
              request.resume();
              request
                  .response()
                  .setStatusCode(500)
                  .end("This page cannot be shown. The operator finds the reason in the log.\n");
            });
  }
}
