package ai.altertable.mcp.transport;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Base64;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.StringLength;

/** The base64 sentinel of mirrored headers. */
class HeaderValueTest {
  @Property
  void whatWasEncodedComesBack(@ForAll @StringLength(max = 200) String value) {
    String sound = new String(value.getBytes(UTF_8), UTF_8);
    String encoded = Base64.getEncoder().encodeToString(sound.getBytes(UTF_8));

    assertThat(HeaderValue.decode("=?base64?" + encoded + "?=")).isEqualTo(sound);
  }

  @Property
  void whatIsNotMarkedIsLiteral(@ForAll @AlphaChars @StringLength(max = 50) String value) {
    assertThat(HeaderValue.decode(value)).isEqualTo(value);
    assertThat(HeaderValue.decode("=?base64?" + value)).isEqualTo("=?base64?" + value);
    assertThat(HeaderValue.decode(value + "?=")).isEqualTo(value + "?=");
    assertThat(HeaderValue.decode("=?BASE64?" + value + "?="))
        .isEqualTo("=?BASE64?" + value + "?=");
  }

  @Property
  void neverFailsOtherwiseThanByRefusing(@ForAll @StringLength(max = 60) String inner) {
    try {
      assertThat(HeaderValue.decode("=?base64?" + inner + "?=")).isNotNull();
    } catch (IllegalArgumentException refused) {
      assertThat(refused).hasMessageMatching("(?s).+");
    }
  }

  @Example
  void whatIsMarkedButNotBase64IsRefused() {
    for (String wrong : new String[] {"ZWNobw", "ZW Nobw==", "ZWNobw==\n", "/w==", "a-_b"}) {
      assertThatThrownBy(() -> HeaderValue.decode("=?base64?" + wrong + "?="))
          .as(wrong)
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThat(HeaderValue.decode("=?base64??=")).isEmpty();
    assertThat(HeaderValue.decode("=?base64?=")).isEqualTo("=?base64?=");
  }
}
