package ai.altertable.mcp.transport;

import ai.altertable.mcp.bus.Caller;
import ai.altertable.mcp.protocol.MessageReader;
import ai.altertable.mcp.protocol.RequestId;
import ai.altertable.mcp.protocol.RpcException;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Locale;
import java.util.Set;

/**
 * A POST of the endpoint, judged in this order: size, token, rate, media types, JSON, era, method.
 * Used from one event loop.
 */
final class PostHandler {
  /** What answers without a token, so that clients can find out what they talk to. */
  private static final Set<String> HANDSHAKE =
      Set.of("initialize", "notifications/initialized", "ping", "server/discover");

  private static final String JSON = "application/json";

  private final Gate gate;
  private final BodyReader bodies;
  private final boolean anonymousHandshake;
  private final SessionDoor door;
  private final MessageRouter router;

  /**
   * @param anonymousHandshake whether the handshake answers without a token
   */
  PostHandler(
      Gate gate,
      BodyReader bodies,
      boolean anonymousHandshake,
      SessionDoor door,
      MessageRouter router) {
    this.gate = gate;
    this.bodies = bodies;
    this.anonymousHandshake = anonymousHandshake;
    this.door = door;
    this.router = router;
  }

  void handle(HttpServerRequest request, ProtectedResource resource) {
    Rejection tooLarge = bodies.tooLarge(request);
    if (tooLarge != null) {
      gate.refuse(request, tooLarge);
      return;
    }
    boolean anonymous = anonymousHandshake && !Authenticator.presented(request);
    Future<Caller> caller =
        anonymous ? Future.succeededFuture() : gate.authenticate(request, resource);
    bodies
        .read(request, gate.now())
        .onComplete(
            body -> {
              if (body.failed()) {
                gate.refuse(request, body.cause());
              } else {
                gate.onLoop(
                    caller,
                    who -> {
                      if (who.failed()) {
                        gate.refuse(request, who.cause());
                      } else {
                        judge(request, resource, who.result(), body.result());
                      }
                    });
              }
            });
  }

  private void judge(
      HttpServerRequest request, ProtectedResource resource, Caller caller, Buffer body) {
    Visit visit;
    Object json;
    try {
      gate.count(request, caller);
      if (caller == null) {
        json = handshakeOnly(resource, body);
        checkMediaTypes(request);
      } else {
        checkMediaTypes(request);
        json = MessageReader.decode(body);
      }
      visit = new Visit(caller, resource, Features.of(request), request);
    } catch (RuntimeException fault) {
      refuse(request, body, fault);
      return;
    }
    if (caller == null) {
      route(request, visit, body, json);
      return;
    }
    gate.onLoop(
        door.enter(visit.headers(), caller.principal().subject()),
        entered -> {
          if (entered.failed()) {
            refuse(request, body, entered.cause());
          } else {
            route(request, visit, body, json);
          }
        });
  }

  private void route(HttpServerRequest request, Visit visit, Buffer body, Object json) {
    try {
      if (json instanceof JsonArray batch) {
        router.batch(request, visit, batch);
      } else {
        router.single(request, visit, MessageReader.message(json));
      }
    } catch (RuntimeException fault) {
      refuse(request, body, fault);
    }
  }

  private void refuse(HttpServerRequest request, Buffer body, Throwable fault) {
    if (fault instanceof Rejection rejection) {
      Answers.reject(request.response(), idOf(body, rejection), rejection);
    } else if (fault instanceof RpcException rpc) {
      Answers.reject(request.response(), rpc.id(), Rejection.badRequest(rpc.error()));
    } else {
      gate.refuse(request, fault);
    }
  }

  /**
   * Without a token nothing is said about anything but the handshake, not even what is wrong with
   * it: 401 outranks.
   */
  private static Object handshakeOnly(ProtectedResource resource, Buffer body) {
    try {
      if (MessageReader.decode(body) instanceof JsonObject json
          && json.getValue("method") instanceof String method
          && HANDSHAKE.contains(method)) {
        return json;
      }
    } catch (RpcException notJson) {
      throw resource.tokenMissing();
    }
    throw resource.tokenMissing();
  }

  private static void checkMediaTypes(HttpServerRequest request) {
    String type = request.getHeader(HttpHeaders.CONTENT_TYPE);
    if (!JSON.equals(type) && !json(type)) {
      throw Rejection.http(415, "Content-Type must be application/json");
    }
    String encoding = request.getHeader(HttpHeaders.CONTENT_ENCODING);
    if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
      throw Rejection.http(415, "the body must not be compressed");
    }
    if (!Accepted.parse(request.getHeader(HttpHeaders.ACCEPT)).both()) {
      throw Rejection.http(
          406, "Accept must hold application/json and text/event-stream; a reply may be either");
    }
  }

  private static boolean json(String type) {
    if (type == null) {
      return false;
    }
    int parameters = type.indexOf(';');
    String essence = parameters < 0 ? type : type.substring(0, parameters);
    return essence.trim().toLowerCase(Locale.ROOT).equals(JSON);
  }

  /** Rejections are rare: only then the id is read again, as far as it can be. */
  private static RequestId idOf(Buffer body, Rejection rejection) {
    if (rejection.status() == 429) {
      return null;
    }
    try {
      if (MessageReader.decode(body) instanceof JsonObject json
          && json.containsKey("method")
          && RequestId.valid(json.getValue("id"))) {
        return new RequestId(json.getValue("id"));
      }
    } catch (RpcException unreadable) {
      return null;
    }
    return null;
  }
}
