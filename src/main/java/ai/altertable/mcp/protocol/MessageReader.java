package ai.altertable.mcp.protocol;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.core.json.jackson.JacksonCodec;
import java.io.IOException;

/** Reads what a client sent, with bounds on nesting and on the length of numbers. */
public final class MessageReader {
  /** Deepest nesting of arrays and objects. */
  public static final int MAX_DEPTH = 64;

  private static final int MAX_NUMBER_LENGTH = 100;
  private static final int MAX_METHOD_LENGTH = 128;

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxNumberLength(MAX_NUMBER_LENGTH)
                  .build())
          // JSON on the wire is UTF-8 (RFC 8259 section 8.1): no guessing of other encodings.
          .disable(JsonFactory.Feature.CHARSET_DETECTION)
          // Names come from strangers: kept out of the tables that all parsers share.
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .build();

  private MessageReader() {}

  /**
   * Decodes a body.
   *
   * @return a {@link JsonObject} or, for a batch, a {@link JsonArray}
   * @throws RpcException -32700 when it is not JSON or passes a bound, -32600 when it is something
   *     else than an object or array
   */
  public static Object decode(Buffer body) {
    Object value;
    try {
      byte[] bytes = body.getBytes();
      JsonParser parser = JSON.createParser(bytes);
      value = JacksonCodec.fromParser(parser, Object.class);
    } catch (DecodeException e) {
      throw new RpcException(RpcError.of(ErrorCode.PARSE_ERROR, explain(e)));
    } catch (IOException e) {
      throw new RpcException(RpcError.of(ErrorCode.PARSE_ERROR, "the body is not JSON"));
    }
    if (value instanceof JsonObject || value instanceof JsonArray) {
      return value;
    }
    throw new RpcException(RpcError.invalidRequest("the body is not a JSON-RPC message"));
  }

  /**
   * Makes a message of a decoded JSON value.
   *
   * @throws RpcException -32600 when it is not a JSON-RPC message of MCP
   */
  public static Message message(Object value) {
    if (!(value instanceof JsonObject json)) {
      throw new RpcException(RpcError.invalidRequest("a JSON-RPC message is an object"));
    }
    Object rawId = json.getValue("id");
    RequestId id = RequestId.valid(rawId) ? new RequestId(rawId) : null;
    if (!"2.0".equals(json.getValue("jsonrpc"))) {
      throw invalid("jsonrpc must be \"2.0\"", id);
    }
    if (json.containsKey("id") && id == null) {
      throw invalid("id must be a string of at most 256 characters or an integer", null);
    }
    return json.containsKey("method") ? call(json, id) : response(json, id);
  }

  private static Message call(JsonObject json, RequestId id) {
    if (!(json.getValue("method") instanceof String method)
        || method.isEmpty()
        || method.length() > MAX_METHOD_LENGTH) {
      throw invalid("method must be a string of 1 to 128 characters", id);
    }
    Object rawParams = json.getValue("params");
    if (rawParams != null && !(rawParams instanceof JsonObject)) {
      throw invalid("params must be an object", id);
    }
    JsonObject params = rawParams == null ? new JsonObject() : (JsonObject) rawParams;
    Object meta = params.getValue(Meta.META);
    if (meta != null && !(meta instanceof JsonObject)) {
      throw new RpcException(RpcError.invalidParams("params._meta must be an object"), id);
    }
    return id == null
        ? new Message.Notification(method, params)
        : new Message.Request(id, method, params);
  }

  private static Message response(JsonObject json, RequestId id) {
    boolean result = json.getValue("result") instanceof JsonObject;
    boolean error = json.getValue("error") instanceof JsonObject;
    if (id == null || result == error) {
      throw invalid("the message is neither a request, a notification nor a response", id);
    }
    return new Message.Response(
        id,
        result ? json.getJsonObject("result") : null,
        error ? json.getJsonObject("error") : null);
  }

  private static RpcException invalid(String message, RequestId id) {
    return new RpcException(RpcError.invalidRequest(message), id);
  }

  private static String explain(DecodeException e) {
    if (e.getCause() instanceof StreamConstraintsException) {
      return "the JSON nests deeper than "
          + MAX_DEPTH
          + " levels or holds a number of more than "
          + MAX_NUMBER_LENGTH
          + " digits";
    }
    if (e.getCause() instanceof JsonProcessingException fault && fault.getLocation() != null) {
      return "the body is not JSON: fault at line "
          + fault.getLocation().getLineNr()
          + ", column "
          + fault.getLocation().getColumnNr();
    }
    return "the body is not one JSON value";
  }
}
