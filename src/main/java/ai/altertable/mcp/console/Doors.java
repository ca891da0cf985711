package ai.altertable.mcp.console;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;

/**
 * Lets requests in when what answers them is there. Those that come earlier, in the first second of
 * a node, wait: they are as many as there may be connections, and their bodies are not read.
 */
final class Doors implements Handler<HttpServerRequest> {
  private final Future<Router> router;

  /**
   * @param router completes on the context of the requests
   */
  Doors(Future<Router> router) {
    this.router = router;
  }

  @Override
  public void handle(HttpServerRequest request) {
    if (router.succeeded()) {
      router.result().handle(request);
      return;
    }
    request.pause();
    router
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
