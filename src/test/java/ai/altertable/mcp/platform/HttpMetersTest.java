package ai.altertable.mcp.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.spi.observability.HttpRequest;
import org.junit.jupiter.api.Test;

class HttpMetersTest {
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final HttpMeters meters = new HttpMeters(registry, "mcp");

  @Test
  void keepsNothingOfMethodsThatClientsMakeUp() {
    for (int i = 0; i < 1000; i++) {
      meters.requestReset(meters.requestBegin(true, request(HttpMethod.valueOf("M" + i))));
    }
    meters.requestReset(meters.requestBegin(true, request(HttpMethod.POST)));

    assertThat(meters.kinds()).isEqualTo(2);
    assertThat(registry.get("altertable.http.requests").tag("method", "other").timer().count())
        .isEqualTo(1000);
    assertThat(registry.get("altertable.http.requests").tag("method", "POST").timer().count())
        .isEqualTo(1);
  }

  private static HttpRequest request(HttpMethod method) {
    return new HttpRequest() {
      @Override
      public int id() {
        return 1;
      }

      @Override
      public String uri() {
        return "/v1";
      }

      @Override
      public String absoluteURI() {
        return "http://localhost/v1";
      }

      @Override
      public HttpMethod method() {
        return method;
      }

      @Override
      public MultiMap headers() {
        return MultiMap.caseInsensitiveMultiMap();
      }

      @Override
      public SocketAddress remoteAddress() {
        return SocketAddress.inetSocketAddress(1, "localhost");
      }
    };
  }
}
