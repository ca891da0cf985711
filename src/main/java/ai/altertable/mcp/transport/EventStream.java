package ai.altertable.mcp.transport;

import ai.altertable.mcp.transport.replay.EventId;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.UUID;
import java.util.function.Predicate;

/**
 * A response of type {@code text/event-stream} (WHATWG HTML, server-sent events). Frames that a
 * slow reader has no room for are dropped, not kept: they are notifications. Used from one event
 * loop.
 */
final class EventStream {
  private static final CharSequence TYPE = HttpHeaders.createOptimized("text/event-stream");
  private static final CharSequence UNCHANGED =
      HttpHeaders.createOptimized("no-cache, no-transform");
  private static final CharSequence BUFFERING = HttpHeaders.createOptimized("X-Accel-Buffering");
  private static final CharSequence NO = HttpHeaders.createOptimized("no");
  private static final Buffer COMMENT = Buffer.buffer(": \n\n");
  private static final String FRAME = "event: message\ndata: ";

  private final HttpServerRequest request;
  private final HttpServerResponse response;
  private final UUID grantId;
  private final Predicate<EventStream> expired;
  private final boolean standing;
  private long writtenAt;
  private long blockedSince = -1;

  /**
   * A stream without an end of its own.
   *
   * @param grantId whose revocation ends the stream
   * @param expired whether the stream must end now
   */
  EventStream(HttpServerRequest request, UUID grantId, Predicate<EventStream> expired) {
    this(request, grantId, expired, true);
  }

  private EventStream(
      HttpServerRequest request, UUID grantId, Predicate<EventStream> expired, boolean standing) {
    this.request = request;
    this.response = request.response();
    this.grantId = grantId;
    this.expired = expired;
    this.standing = standing;
  }

  /** The answer of a call: it may finish what it began with a valid token. */
  static EventStream reply(HttpServerRequest request, UUID grantId) {
    return new EventStream(request, grantId, stream -> false, false);
  }

  /** Sends the head at once, so that the client knows the stream stands. */
  void open(long now) {
    writtenAt = now;
    response
        .setStatusCode(200)
        .putHeader(HttpHeaders.CONTENT_TYPE, TYPE)
        .putHeader(HttpHeaders.CACHE_CONTROL, UNCHANGED)
        .putHeader(BUFFERING, NO)
        .setChunked(true)
        .writeHead();
  }

  /** Sends an event without a message: how to come back after the connection is lost. */
  void prime(EventId id, long retryMillis, long now) {
    if (!over()) {
      writtenAt = now;
      response.write(Buffer.buffer("id: " + id + "\nretry: " + retryMillis + "\ndata: \n\n"));
    }
  }

  /**
   * Sends a JSON-RPC message that may be lost.
   *
   * @param id or null when the event cannot be had again
   * @return whether there was room
   */
  boolean offer(EventId id, Buffer message, long now) {
    if (over() || response.writeQueueFull()) {
      return false;
    }
    writtenAt = now;
    response.write(frame(id, message));
    return true;
  }

  /** Sends a message that must not be lost; to be used for few and small ones. */
  void send(EventId id, Buffer message, long now) {
    if (!over()) {
      writtenAt = now;
      response.write(frame(id, message));
    }
  }

  /** Sends the last message and ends the stream. */
  void end(Buffer message) {
    if (!over()) {
      response.end(frame(null, message));
    }
  }

  /** Ends the response, though the stream goes on for whoever comes back. */
  void pause(long retryMillis) {
    if (!over()) {
      response.end("retry: " + retryMillis + "\n\n");
    }
  }

  void end() {
    if (!over()) {
      response.end();
    }
  }

  /** Cuts off a client that does not read. */
  void abort() {
    CutOff.response(request);
  }

  /** Keeps proxies and clients from taking silence for death. */
  void comment(long now) {
    if (!over() && !response.writeQueueFull()) {
      writtenAt = now;
      response.write(COMMENT);
    }
  }

  boolean over() {
    return response.ended() || response.closed();
  }

  long writtenAt() {
    return writtenAt;
  }

  /** How long the client has taken nothing, in milliseconds, as seen at each call. */
  long blockedFor(long now) {
    if (over() || !response.writeQueueFull()) {
      blockedSince = -1;
      return 0;
    }
    if (blockedSince < 0) {
      blockedSince = now;
    }
    return now - blockedSince;
  }

  /** Whether it has no end of its own. */
  boolean standing() {
    return standing;
  }

  UUID grantId() {
    return grantId;
  }

  boolean expired() {
    return expired.test(this);
  }

  private static Buffer frame(EventId id, Buffer message) {
    String named = id == null ? "" : "id: " + id + '\n';
    return Buffer.buffer(named.length() + FRAME.length() + message.length() + 2)
        .appendString(named)
        .appendString(FRAME)
        .appendBuffer(message)
        .appendString("\n\n");
  }
}
