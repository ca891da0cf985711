package ai.altertable.mcp.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.altertable.mcp.bus.Scope;
import ai.altertable.mcp.bus.ToolDescriptor;
import ai.altertable.mcp.protocol.ErrorCode;
import io.vertx.core.MultiMap;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Arguments and the headers that mirror them. */
class ParameterHeadersTest {
  private static final ParameterHeaders HEADERS =
      ParameterHeaders.of(
          new ToolDescriptor(
              "tool",
              List.of(),
              "data",
              Scope.READ,
              new JsonObject()
                  .put(
                      "inputSchema",
                      new JsonObject(
                          """
                          {"type": "object", "properties": {
                            "text": {"type": "string", "x-mcp-header": "Text"},
                            "number": {"type": "integer", "x-mcp-header": "Number"},
                            "flag": {"type": "boolean", "x-mcp-header": "Flag"},
                            "free": {"type": "string"},
                            "inner": {"type": "object", "properties": {
                              "deep": {"type": "string", "x-mcp-header": "Deep"}}},
                            "list": {"type": "array", "items": {"type": "object", "properties": {
                              "lost": {"type": "string", "x-mcp-header": "Lost"}}}}}}
                          """))));

  private static void check(String arguments, String... headers) {
    MultiMap given = MultiMap.caseInsensitiveMultiMap();
    for (String header : headers) {
      given.add(
          header.substring(0, header.indexOf(':')), header.substring(header.indexOf(':') + 1));
    }
    HEADERS.check(new JsonObject(arguments), given);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{} | Other: x",
        "{\"free\": \"x\"} | Other: x",
        "{\"text\": null} | Other: x",
        "{\"text\": \"a\"} | MCP-PARAM-TEXT: a",
        "{\"text\": \"a\"} | Mcp-Param-Text: =?base64?YQ==?=",
        "{\"text\": \"\"} | Mcp-Param-Text:",
        "{\"text\": \"é\\n\"} | Mcp-Param-Text: =?base64?w6kK?=",
        "{\"text\": \"=?base64?\"} | Mcp-Param-Text: =?base64?",
        "{\"number\": 12} | Mcp-Param-Number: 12",
        "{\"number\": 12} | Mcp-Param-Number: 12.0",
        "{\"number\": 9007199254740993} | Mcp-Param-Number: 9007199254740993",
        "{\"flag\": true} | Mcp-Param-Flag: true",
        "{\"inner\": {\"deep\": \"a\"}} | Mcp-Param-Deep: a",
        "{\"inner\": 7} | Other: x",
        "{\"list\": [{\"lost\": \"a\"}]} | Other: x"
      })
  void whatAgreesIsLetThrough(String arguments, String header) {
    assertThatCode(() -> check(arguments, header)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"text\": \"a\"} | Other: x",
        "{\"text\": \"a\"} | Mcp-Param-Text: A",
        "{\"text\": \"a\"} | Mcp-Param-Text: =?base64?YQ?=",
        "{\"text\": \"a\"} | Mcp-Param-Text: =?base64?gICA?=",
        "{} | Mcp-Param-Text: a",
        "{\"text\": null} | Mcp-Param-Text: null",
        "{\"number\": 12} | Mcp-Param-Number: 13",
        "{\"number\": 12} | Mcp-Param-Number: twelve",
        "{\"number\": 9007199254740993} | Mcp-Param-Number: 9007199254740992",
        "{\"flag\": true} | Mcp-Param-Flag: True",
        "{\"inner\": {\"deep\": \"a\"}} | Mcp-Param-Deep: b",
        "{\"text\": {\"a\": 1}} | Mcp-Param-Text: a"
      })
  void whatIsMissingOrDiffersIsRefused(String arguments, String header) {
    assertRefused(arguments, header);
  }

  /** What stands before us may have read the first, we the second. */
  @Test
  void headerThatCameTwiceIsRefused() {
    assertRefused("{\"text\": \"a\"}", "Mcp-Param-Text: a", "Mcp-Param-Text: b");
    assertRefused("{\"text\": \"a\"}", "Mcp-Param-Text: a", "mcp-param-text: a");
  }

  private static void assertRefused(String arguments, String... headers) {
    assertThatThrownBy(() -> check(arguments, headers))
        .asInstanceOf(InstanceOfAssertFactories.type(Rejection.class))
        .satisfies(
            refused -> {
              assertThat(refused.status()).isEqualTo(400);
              assertThat(refused.error().code()).isEqualTo(ErrorCode.HEADER_MISMATCH);
            });
  }
}
