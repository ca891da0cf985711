package ai.altertable.mcp.transport;

import io.netty.handler.codec.DecoderException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;

/**
 * Reads request bodies, never more than the limit, never longer than the limit. What comes beyond
 * is thrown away as it arrives, and the connection is closed after the answer. Used from one event
 * loop.
 */
final class BodyReader {
  /** Each piece costs as much as a small request: nobody who means it sends a body in crumbs. */
  private static final int PIECES = 1_000;

  private static final int LEAST_BYTES_A_PIECE = 16;

  private final int limitBytes;
  private final Deadlines<Reading> deadlines;

  /**
   * @param limitMillis for a body to arrive whole
   */
  BodyReader(int limitBytes, long limitMillis) {
    this.limitBytes = limitBytes;
    this.deadlines = new Deadlines<>(limitMillis, Reading::late);
  }

  /**
   * Whether the head already announces too much.
   *
   * @return null when it does not
   */
  Rejection tooLarge(HttpServerRequest request) {
    String announced = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    if (announced == null || announced.length() < 6) {
      return null;
    }
    try {
      return Long.parseLong(announced) > limitBytes ? tooLarge() : null;
    } catch (NumberFormatException e) {
      return tooLarge();
    }
  }

  /**
   * Reads the body.
   *
   * @return fails with a {@link Rejection}: 413 as soon as it is too large, 408 when it is too
   *     slow, 400 when its chunks are none or crumbs; with {@link Withdrawn} when the client went
   *     away
   */
  Future<Buffer> read(HttpServerRequest request, long now) {
    Reading reading = new Reading(request);
    Future<Buffer> whole = reading.promise.future();
    deadlines.add(reading, now);
    request.exceptionHandler(reading::broken);
    request.handler(reading::chunk);
    request.endHandler(end -> reading.settle(reading.body, null));
    return whole;
  }

  void tick(long now) {
    deadlines.tick(now);
  }

  private Rejection tooLarge() {
    return Rejection.http(413, "the body is larger than " + limitBytes + " bytes");
  }

  private final class Reading {
    private final HttpServerRequest request;

    /** Null once it is kept: the request holds on to this for as long as it is answered. */
    private Promise<Buffer> promise = Promise.promise();

    private Buffer body = Buffer.buffer();
    private boolean owned;
    private int pieces;

    Reading(HttpServerRequest request) {
      this.request = request;
    }

    void chunk(Buffer chunk) {
      if (promise == null) {
        return;
      }
      pieces++;
      if (pieces > PIECES && body.length() < pieces * LEAST_BYTES_A_PIECE) {
        end(Rejection.http(400, "the body comes in too many small pieces"));
        return;
      }
      if ((long) body.length() + chunk.length() > limitBytes) {
        settle(null, tooLarge());
        return;
      }
      // Most bodies are one chunk: no copy.
      if (body.length() == 0) {
        body = chunk;
        return;
      }
      if (!owned) {
        body = Buffer.buffer(2 * body.length()).appendBuffer(body);
        owned = true;
      }
      body.appendBuffer(chunk);
    }

    void late() {
      settle(null, Rejection.http(408, "the request did not arrive whole in time"));
    }

    /**
     * The connection ended, or what came cannot be HTTP: then it is closed as soon as this returns,
     * so the answer has to be on its way by then. Where the next request would begin cannot be told
     * any more.
     */
    void broken(Throwable fault) {
      if (fault instanceof DecoderException || fault instanceof IllegalArgumentException) {
        end(Rejection.http(400, "the body is not framed as HTTP says"));
      } else {
        settle(null, new Withdrawn());
      }
    }

    /** Answers, then has no ear for what else comes. */
    private void end(Rejection rejection) {
      settle(null, rejection);
      request.connection().close();
    }

    void settle(Buffer whole, RuntimeException fault) {
      if (promise == null) {
        return;
      }
      Promise<Buffer> owed = promise;
      promise = null;
      body = null;
      deadlines.remove(this);
      if (fault == null) {
        owed.complete(whole);
        return;
      }
      request.endHandler(null);
      owed.fail(fault);
    }
  }
}
