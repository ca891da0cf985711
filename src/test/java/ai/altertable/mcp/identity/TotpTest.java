package ai.altertable.mcp.identity;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TotpTest {
  private static final byte[] SECRET = "12345678901234567890".getBytes(US_ASCII);

  /** RFC 6238 appendix B, the last six of its eight digits. */
  @ParameterizedTest
  @CsvSource({
    "59, 287082",
    "1111111109, 081804",
    "1111111111, 050471",
    "1234567890, 005924",
    "2000000000, 279037",
    "20000000000, 353130"
  })
  void makesTheCodesOfTheStandard(long second, String code) {
    Instant at = Instant.ofEpochSecond(second);
    assertThat(Totp.code(SECRET, Totp.step(at))).isEqualTo(code);
    assertThat(Totp.match(SECRET, code, at.plusSeconds(30))).hasValue(Totp.step(at));
    assertThat(Totp.match(SECRET, code, at.plusSeconds(90))).isEmpty();
  }

  @Test
  void writesTheSecretAsAppsReadIt() {
    assertThat(Totp.base32(SECRET)).isEqualTo("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
    assertThat(Totp.uri("Altertable", "a b@c.test", SECRET))
        .startsWith("otpauth://totp/Altertable:a%20b%40c.test?secret=GEZD");
  }
}
