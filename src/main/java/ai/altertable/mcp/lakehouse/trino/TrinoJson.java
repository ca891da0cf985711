package ai.altertable.mcp.lakehouse.trino;

import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.Map;

/** Reads the cluster's answers, which may hold NaN, within bounds. */
final class TrinoJson {
  private static final ObjectReader READER =
      JsonMapper.builder(
              com.fasterxml.jackson.core.JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxStringLength(64 * 1024 * 1024)
                          .maxNestingDepth(500)
                          .build())
                  .build())
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .build()
          .readerFor(Map.class);

  private TrinoJson() {}

  /**
   * @throws DecodeException when it is no JSON object
   */
  static JsonObject read(Buffer body) {
    try {
      Map<String, Object> map = READER.readValue(body.getBytes());
      if (map == null) {
        throw new DecodeException("nothing");
      }
      return new JsonObject(map);
    } catch (IOException | ClassCastException e) {
      throw new DecodeException(e.getMessage());
    }
  }
}
