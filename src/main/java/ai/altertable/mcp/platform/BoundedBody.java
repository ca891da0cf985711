package ai.altertable.mcp.platform;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import java.util.function.Supplier;

/** Reads the body of an answer, up to a size. */
public final class BoundedBody {
  private BoundedBody() {}

  /**
   * To be called on the event loop that the answer came on, before it is left.
   *
   * @param tooLarge what it fails with beyond the size; the request is then reset
   */
  public static Future<Buffer> read(
      HttpClientResponse answer, int maxBytes, Supplier<? extends Throwable> tooLarge) {
    Buffer whole = Buffer.buffer();
    Promise<Buffer> read = Promise.promise();
    answer
        .exceptionHandler(read::tryFail)
        .handler(
            part -> {
              whole.appendBuffer(part);
              if (whole.length() > maxBytes && read.tryFail(tooLarge.get())) {
                answer.request().reset();
              }
            })
        .endHandler(end -> read.tryComplete(whole));
    return read.future();
  }
}
