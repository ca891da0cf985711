package ai.altertable.mcp.bus;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.MessageCodec;
import io.vertx.core.json.JsonObject;
import java.util.function.Function;

/** Registers the codecs of all messages of this package. */
public final class BusCodecs {
  private BusCodecs() {}

  /** To be called once for each Vert.x instance, before any verticle is deployed. */
  public static void register(EventBus bus) {
    register(bus, ToolCall.class, ToolCall::toJson, ToolCall::fromJson);
    register(bus, ToolCatalog.class, ToolCatalog::toJson, ToolCatalog::fromJson);
    register(
        bus, ToolCatalogRequest.class, ToolCatalogRequest::toJson, ToolCatalogRequest::fromJson);
    register(bus, GrantRevoked.class, GrantRevoked::toJson, GrantRevoked::fromJson);
    register(bus, GrantChanged.class, GrantChanged::toJson, GrantChanged::fromJson);
    register(bus, RevocationsMissed.class, RevocationsMissed::toJson, RevocationsMissed::fromJson);
    register(bus, ContentRequest.class, ContentRequest::toJson, ContentRequest::fromJson);
    register(bus, ContentChanged.class, ContentChanged::toJson, ContentChanged::fromJson);
    register(bus, ContentMissed.class, ContentMissed::toJson, ContentMissed::fromJson);
    register(bus, ContentOutcome.class, ContentOutcome::toJson, ContentOutcome::fromJson);
    register(bus, TaskCall.class, TaskCall::toJson, TaskCall::fromJson);
    register(bus, TaskRequest.class, TaskRequest::toJson, TaskRequest::fromJson);
    register(bus, TaskReply.class, TaskReply::toJson, TaskReply::fromJson);
    register(bus, TaskChanged.class, TaskChanged::toJson, TaskChanged::fromJson);
    register(bus, ToolOutcome.class, ToolOutcome::toJson, ToolOutcome::fromJson);
    register(bus, ToolEvent.class, ToolEvent::toJson, ToolEvent::fromJson);
    register(bus, NodeNews.class, NodeNews::toJson, NodeNews::fromJson);
    bus.codecSelector(
        body -> {
          if (body instanceof ToolOutcome) {
            return ToolOutcome.class.getName();
          }
          if (body instanceof ContentOutcome) {
            return ContentOutcome.class.getName();
          }
          return body instanceof ToolEvent ? ToolEvent.class.getName() : null;
        });
  }

  private static <T> void register(
      EventBus bus, Class<T> type, Function<T, JsonObject> encode, Function<JsonObject, T> decode) {
    MessageCodec<T, T> codec = new JsonCodec<>(type.getName(), encode, decode);
    if (type.isInterface()) {
      bus.registerCodec(codec);
    } else {
      bus.registerDefaultCodec(type, codec);
    }
  }

  private record JsonCodec<T>(
      String name, Function<T, JsonObject> encode, Function<JsonObject, T> decode)
      implements MessageCodec<T, T> {

    @Override
    public void encodeToWire(Buffer buffer, T message) {
      Buffer json = encode.apply(message).toBuffer();
      buffer.appendInt(json.length()).appendBuffer(json);
    }

    @Override
    public T decodeFromWire(int position, Buffer buffer) {
      int start = position + Integer.BYTES;
      return decode.apply(new JsonObject(buffer.getBuffer(start, start + buffer.getInt(position))));
    }

    @Override
    public T transform(T message) {
      return message;
    }

    @Override
    public byte systemCodecID() {
      return -1;
    }
  }
}
