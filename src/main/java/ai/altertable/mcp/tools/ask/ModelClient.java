package ai.altertable.mcp.tools.ask;

import ai.altertable.mcp.config.AskConfig;
import ai.altertable.mcp.platform.BoundedBody;
import ai.altertable.mcp.platform.Cancellation;
import ai.altertable.mcp.tools.ToolFault;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.ClientSSLOptions;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks a model behind an OpenAI-compatible API, one bounded answer a request. What it sends and
 * hears is not logged.
 */
public final class ModelClient {
  private static final Logger LOG = LoggerFactory.getLogger(ModelClient.class);
  private static final int CONNECTIONS = 16;
  private static final int WAITING = 64;
  private static final int CONNECT_MILLIS = 5000;
  private static final int MAX_ANSWER_BYTES = 1024 * 1024;

  private final Vertx vertx;
  private final HttpClient http;
  private final AskConfig config;
  private final RequestOptions options;

  public ModelClient(Vertx vertx, AskConfig config) {
    this.vertx = vertx;
    this.config = config;
    this.http =
        vertx.createHttpClient(
            new HttpClientOptions(),
            new PoolOptions().setHttp1MaxSize(CONNECTIONS).setMaxWaitQueueSize(WAITING));
    this.options = options(config.url());
  }

  String model() {
    return config.model();
  }

  /**
   * Asks for a completion, and lets go of the request when nobody waits for it any more. To be
   * called on an event loop, which the future completes on.
   *
   * @param body of the request
   * @param patience more than zero, for everything from the place in the pool to the answer's end
   * @return fails with {@link ToolFault}
   */
  Future<ModelReply> complete(Buffer body, Duration patience, Cancellation cancellation) {
    Promise<ModelReply> reply = Promise.promise();
    Runnable uncancel =
        cancellation.onCancel(() -> reply.tryFail(new CancellationException("cancelled")));
    long timer =
        vertx.setTimer(
            patience.toMillis(), late -> reply.tryFail(new TimeoutException("no answer in time")));
    http.request(new RequestOptions(options))
        .onFailure(reply::tryFail)
        .onSuccess(
            request -> {
              if (reply.future().isComplete()) {
                request.reset();
                return;
              }
              reply.future().onFailure(given -> request.reset());
              send(request, body).onSuccess(reply::tryComplete).onFailure(reply::tryFail);
            });
    return reply
        .future()
        .onComplete(
            ended -> {
              uncancel.run();
              vertx.cancelTimer(timer);
            })
        .recover(failure -> Future.failedFuture(explained(failure)));
  }

  private Future<ModelReply> send(HttpClientRequest request, Buffer body) {
    request.putHeader("Content-Type", "application/json");
    config.key().ifPresent(key -> request.putHeader("Authorization", "Bearer " + key));
    return request
        .send(body)
        .compose(
            answer ->
                BoundedBody.read(answer, MAX_ANSWER_BYTES, ModelClient::tooLarge)
                    .map(read -> reply(answer.statusCode(), body, read)));
  }

  private static ModelReply reply(int status, Buffer sent, Buffer answer) {
    if (status != 200) {
      LOG.warn("the model's endpoint refuses: status={}", status);
      throw refused(status);
    }
    try {
      return ModelReply.read(new JsonObject(answer), (long) sent.length() + answer.length())
          .orElseThrow(ModelClient::garbage);
    } catch (DecodeException | ClassCastException e) {
      throw garbage();
    }
  }

  private static RuntimeException explained(Throwable failure) {
    if (failure instanceof ToolFault fault) {
      return fault;
    }
    if (failure instanceof CancellationException) {
      return new ToolFault("The question was cancelled.");
    }
    if (failure instanceof TimeoutException) {
      return new ToolFault(
          "The model did not answer in time. Ask something smaller, or try again.");
    }
    LOG.warn("the model's endpoint does not answer: {}", failure.toString());
    return new ToolFault("The model cannot be reached. Use the other tools, or try again later.");
  }

  private static ToolFault refused(int status) {
    return new ToolFault(
        switch (status) {
          case 401, 403 ->
              "The model's endpoint refuses this server's key: whoever runs the server must mend it.";
          case 429, 503 -> "The model is overloaded. Try again in a minute.";
          default -> "The model's endpoint answers with HTTP status " + status + ".";
        });
  }

  private static ToolFault tooLarge() {
    return new ToolFault("The model answers with more than is read. Ask for a shorter answer.");
  }

  private static ToolFault garbage() {
    return new ToolFault("The model's endpoint answers with something that is no chat completion.");
  }

  private static RequestOptions options(URI url) {
    boolean tls = "https".equals(url.getScheme());
    int port = url.getPort() >= 0 ? url.getPort() : tls ? 443 : 80;
    RequestOptions options =
        new RequestOptions()
            .setMethod(HttpMethod.POST)
            .setHost(url.getHost())
            .setPort(port)
            .setURI(url.getRawPath().replaceFirst("/$", "") + "/chat/completions")
            .setConnectTimeout(CONNECT_MILLIS)
            .setFollowRedirects(false)
            .setSsl(tls);
    return tls
        ? options.setSslOptions(new ClientSSLOptions().setHostnameVerificationAlgorithm("HTTPS"))
        : options;
  }
}
