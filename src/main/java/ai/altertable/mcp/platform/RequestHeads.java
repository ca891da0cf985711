package ai.altertable.mcp.platform;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Finds heads that two servers in a row could read differently: what one of them checks is then not
 * what the other one serves. HTTP itself lets them through.
 */
public final class RequestHeads {
  private static final long LINGER_SECONDS = 3;

  private RequestHeads() {}

  /**
   * Whether a head names its host, its origin or its caller more than once, or frames its body in a
   * way that is not understood here, so that the body would be taken for the next request (RFC 9112
   * sections 3.2 and 6.1).
   */
  public static boolean ambiguous(HttpServerRequest request) {
    MultiMap headers = request.headers();
    if (repeated(headers, HttpHeaders.AUTHORIZATION) || repeated(headers, HttpHeaders.ORIGIN)) {
      return true;
    }
    return request.version() != HttpVersion.HTTP_2
        && (repeated(headers, HttpHeaders.HOST) || !framed(request.version(), headers));
  }

  /** Serves nothing more on the connection after this request: what follows may be its body. */
  public static void last(HttpServerRequest request) {
    request.connection().shutdown(LINGER_SECONDS, TimeUnit.SECONDS);
  }

  private static boolean repeated(MultiMap headers, CharSequence name) {
    return headers.contains(name) && headers.getAll(name).size() > 1;
  }

  private static boolean framed(HttpVersion version, MultiMap headers) {
    if (!headers.contains(HttpHeaders.TRANSFER_ENCODING)) {
      return true;
    }
    List<String> codings = headers.getAll(HttpHeaders.TRANSFER_ENCODING);
    return version == HttpVersion.HTTP_1_1
        && codings.size() == 1
        && codings.get(0).trim().equalsIgnoreCase("chunked");
  }
}
