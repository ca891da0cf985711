package ai.altertable.mcp.transport;

import ai.altertable.mcp.platform.AddressBlock;
import ai.altertable.mcp.platform.HttpOptions;
import ai.altertable.mcp.platform.TrustedProxies;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The connections of the endpoint on one event loop: not more than the node takes, none for whom
 * others get none, and none that holds its place without asking anything. Silence is cut off by the
 * idle time of the options; this is for clients that send a head byte by byte, which is never
 * silence. Used from one event loop.
 */
final class OpenConnections {
  /** Between two requests; as long as silence may last. */
  private static final long PAUSE_MILLIS = HttpOptions.IDLE_SECONDS * 1000L;

  private static final long SWEEP_MILLIS = 1_000;

  private final Budget<String> budget;
  private final TrustedProxies proxies;
  private final long headMillis;
  private final Map<HttpConnection, Place> places = new HashMap<>();
  private long sweptAt;

  /**
   * @param budget connections of the node, shared by its event loops
   * @param proxies each of which may have as many as there are
   * @param headMillis how long the first request may take to say what it is
   */
  OpenConnections(Budget<String> budget, TrustedProxies proxies, long headMillis) {
    this.budget = budget;
    this.proxies = proxies;
    this.headMillis = headMillis;
  }

  /** Takes a connection in, or closes it: there is no request yet that could be answered. */
  void opened(HttpConnection connection, long now) {
    String address = connection.remoteAddress().hostAddress();
    Optional<String> holder =
        proxies.trusts(address) ? Optional.empty() : Optional.of(AddressBlock.of(address));
    if (!holder.map(budget::acquire).orElseGet(budget::acquire)) {
      connection.close();
      return;
    }
    places.put(connection, new Place(now));
    connection.closeHandler(
        closed -> {
          places.remove(connection);
          holder.ifPresentOrElse(budget::release, budget::release);
        });
  }

  /**
   * Serves a request whose head is whole, as soon as its client has read what was answered before:
   * one that asks and asks and never reads would fill the memory with answers.
   */
  void serve(HttpServerRequest request, Handler<HttpServerRequest> endpoint) {
    HttpServerResponse response = request.response();
    if (!response.writeQueueFull()) {
      asked(request);
      endpoint.handle(request);
      return;
    }
    request.pause();
    response.drainHandler(
        drained -> {
          response.drainHandler(null);
          asked(request);
          endpoint.handle(request);
          request.resume();
        });
  }

  private void asked(HttpServerRequest request) {
    Place place = places.get(request.connection());
    if (place == null) {
      return;
    }
    if (request.version() == HttpVersion.HTTP_2) {
      // Many requests at a time, in frames that are bounded themselves.
      places.remove(request.connection());
      return;
    }
    place.answer = request.response();
  }

  /** To be called often; looks through the connections about once a second. */
  void tick(long now) {
    if (now - sweptAt < SWEEP_MILLIS) {
      return;
    }
    sweptAt = now;
    List<Map.Entry<HttpConnection, Place>> late =
        places.entrySet().stream().filter(entry -> entry.getValue().late(now)).toList();
    late.forEach(entry -> entry.getValue().end(entry.getKey(), now));
  }

  private final class Place {
    private HttpServerResponse answer;
    private long since;
    private long patience = headMillis;
    private boolean closing;

    private Place(long since) {
      this.since = since;
    }

    /** Whether nothing was asked for longer than may be. */
    private boolean late(long now) {
      if (answer == null || closing) {
        return now - since >= patience;
      }
      if (answer.ended() || answer.closed()) {
        answer = null;
        since = now;
        patience = PAUSE_MILLIS;
      }
      return false;
    }

    /** Who still reads an answer has as much time again, but not for ever. */
    private void end(HttpConnection connection, long now) {
      if (closing) {
        CutOff.connection(connection);
        return;
      }
      closing = true;
      since = now;
      patience = PAUSE_MILLIS;
      connection.close();
    }
  }
}
