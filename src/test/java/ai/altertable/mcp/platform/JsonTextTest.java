package ai.altertable.mcp.platform;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class JsonTextTest {
  @Test
  void isTheTextThatVertxWrites() {
    JsonObject json =
        new JsonObject()
            .put("text", "\"\\ \n\u2028 \u00e9 \ud83d\ude00 \u0001")
            .putNull("nothing")
            .put("numbers", Arrays.asList(1, -2L, 3.5, 1e300, Double.NaN, Float.MIN_VALUE, null))
            .put("large", new BigInteger("123456789012345678901234567890"))
            .put("exact", new BigDecimal("0.000000000000000000012300"))
            .put("flag", true)
            .put("at", Instant.parse("2026-01-31T10:15:30.123456Z"))
            .put("bytes", new byte[] {1, 2, 3})
            .put("map", Map.of("a", List.of(Map.of("b", new JsonArray().add(new JsonObject())))));

    assertThat(JsonText.buffer(json)).isEqualTo(json.toBuffer());
    assertThat(JsonText.string(json)).isEqualTo(json.encode());
    assertThat(new JsonObject(JsonText.buffer(json).toString(UTF_8)).getString("text"))
        .isEqualTo(json.getString("text"));
  }

  @Test
  void takesWhatOnlyTheOtherKnows() {
    UUID id = UUID.fromString("00000000-0000-4000-8000-000000000001");
    JsonObject json = new JsonObject().put("id", id).put("set", Set.of("one"));

    assertThat(JsonText.buffer(json)).isEqualTo(json.toBuffer());
    assertThat(JsonText.string(json)).isEqualTo(json.encode());
  }
}
