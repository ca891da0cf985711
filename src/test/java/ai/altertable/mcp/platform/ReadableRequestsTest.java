package ai.altertable.mcp.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.netty.handler.codec.http.QueryStringDecoder;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;

class ReadableRequestsTest {
  @Property
  void whatIsLetThroughDecodes(
      @ForAll
          @Chars({'%', '&', '=', '+', '/', '?', 'a', 'F', '0', 'z', '#'})
          @CharRange(from = ' ', to = '\u00ff')
          @StringLength(max = 12)
          String rest) {
    String uri = "/" + rest;
    if (ReadableRequests.decodes(uri)) {
      assertThatCode(() -> new QueryStringDecoder("/?" + rest).parameters())
          .doesNotThrowAnyException();
      assertThatCode(() -> new QueryStringDecoder(uri).parameters()).doesNotThrowAnyException();
    } else {
      assertThat(uri).contains("%");
    }
  }

  @Property
  void everyEscapeOfAByteIsLetThrough(@ForAll byte[] bytes) {
    StringBuilder escaped = new StringBuilder("/");
    for (byte each : bytes) {
      escaped.append(String.format("%%%02x", each));
    }
    assertThat(ReadableRequests.decodes(escaped.toString())).isTrue();
    assertThat(ReadableRequests.decodes(escaped + "%")).isFalse();
    assertThat(ReadableRequests.decodes(escaped + "%a")).isFalse();
    assertThat(ReadableRequests.decodes(escaped + "%g0")).isFalse();
  }
}
