package ai.altertable.mcp.analytics.semantic;

import ai.altertable.mcp.analytics.DefinitionException;
import ai.altertable.mcp.analytics.DefinitionFault;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads a model as people write it: YAML, of which JSON is a part. */
public final class ModelText {
  private static final int MAX_DEPTH = 20;
  private static final int MAX_LENGTH = 200_000;
  private static final ObjectMapper YAML =
      new ObjectMapper(
          YAMLFactory.builder()
              .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
              .streamReadConstraints(
                  StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
              .build());

  private ModelText() {}

  /**
   * @throws DefinitionException when it is not one mapping, with the line of the fault
   */
  public static JsonObject read(String text) {
    if (text.length() > MAX_LENGTH) {
      throw fault("has more than " + MAX_LENGTH + " characters");
    }
    try (JsonParser parser = YAML.createParser(text)) {
      Map<?, ?> map = YAML.readValue(parser, LinkedHashMap.class);
      if (map == null) {
        throw fault("is empty");
      }
      if (parser.nextToken() != null) {
        throw fault("must be one document");
      }
      return new JsonObject(Json.encode(map));
    } catch (JsonProcessingException e) {
      String where =
          e.getLocation() == null
              ? ""
              : " (line "
                  + e.getLocation().getLineNr()
                  + ", column "
                  + e.getLocation().getColumnNr()
                  + ")";
      throw fault("is not a YAML or JSON mapping" + where);
    } catch (IOException e) {
      throw fault("cannot be read");
    }
  }

  private static DefinitionException fault(String message) {
    return new DefinitionException(List.of(new DefinitionFault("$", message)));
  }
}
