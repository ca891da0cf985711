package ai.altertable.mcp.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;

/** Whatever bytes come, a message or a JSON-RPC error comes out. */
class MessageReaderTest {
  @Property
  void anyBytesAreReadOrRefused(@ForAll byte[] bytes) {
    readOrRefuse(Buffer.buffer(bytes));
  }

  @Property
  void anyObjectIsReadOrRefused(@ForAll("objects") JsonObject object) {
    readOrRefuse(object.toBuffer());
  }

  @Property
  void requestComesBackWhole(
      @ForAll("ids") Object id,
      @ForAll @AlphaChars @StringLength(min = 1, max = 128) String method) {
    JsonObject json =
        new JsonObject()
            .put("jsonrpc", "2.0")
            .put("id", id)
            .put("method", method)
            .put("params", new JsonObject().put("a", 1));
    Message message = MessageReader.message(MessageReader.decode(json.toBuffer()));

    assertThat(message).isInstanceOf(Message.Request.class);
    Message.Request request = (Message.Request) message;
    assertThat(request.method()).isEqualTo(method);
    assertThat(request.params()).isEqualTo(json.getJsonObject("params"));
    JsonObject echoed = new JsonObject(Envelope.result(request.id(), Buffer.buffer("{}")));
    assertThat(echoed.getValue("id").toString()).isEqualTo(id.toString());
    assertThat(echoed.getValue("id") instanceof String).isEqualTo(id instanceof String);
  }

  @Property(tries = 50)
  void depthIsBounded(@ForAll @IntRange(min = 1, max = 200) int depth) {
    Buffer nested = Buffer.buffer("{\"a\":" + "[".repeat(depth) + "]".repeat(depth) + "}");
    boolean read;
    try {
      MessageReader.decode(nested);
      read = true;
    } catch (RpcException refused) {
      assertThat(refused.error().code()).isEqualTo(ErrorCode.PARSE_ERROR);
      read = false;
    }
    assertThat(read).isEqualTo(depth + 1 <= MessageReader.MAX_DEPTH);
  }

  private static void readOrRefuse(Buffer body) {
    try {
      assertThat(MessageReader.message(MessageReader.decode(body))).isNotNull();
    } catch (RpcException refused) {
      assertThat(refused.error().code())
          .isIn(ErrorCode.PARSE_ERROR, ErrorCode.INVALID_REQUEST, ErrorCode.INVALID_PARAMS);
      assertThat(refused.error().message()).isNotBlank();
    }
  }

  @Provide
  static Arbitrary<Object> ids() {
    return Arbitraries.oneOf(
        Arbitraries.longs().map(id -> (Object) id),
        Arbitraries.integers().map(id -> (Object) id),
        Arbitraries.strings().ascii().ofMaxLength(256).map(id -> (Object) id));
  }

  @Provide
  static Arbitrary<JsonObject> objects() {
    Arbitrary<Object> values =
        Arbitraries.of(
            "2.0", "ping", 1, -1L, 1.5, true, new JsonObject(), new JsonObject().put("_meta", 3));
    Arbitrary<String> keys =
        Arbitraries.of("jsonrpc", "id", "method", "params", "result", "error", "extra");
    return Arbitraries.maps(keys, values).ofMaxSize(7).map(JsonObject::new);
  }
}
