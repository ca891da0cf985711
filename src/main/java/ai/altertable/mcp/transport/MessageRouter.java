package ai.altertable.mcp.transport;

import ai.altertable.mcp.protocol.Envelope;
import ai.altertable.mcp.protocol.Message;
import ai.altertable.mcp.protocol.MessageReader;
import ai.altertable.mcp.protocol.ProtocolVersion;
import ai.altertable.mcp.protocol.RpcError;
import ai.altertable.mcp.protocol.RpcException;
import ai.altertable.mcp.transport.session.Session;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonArray;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Brings the messages of a POST to where they are served. Used from one event loop. */
final class MessageRouter {
  private static final int ACCEPTED = 202;
  private static final int MAX_BATCH = 50;

  private final EraSelector eras;
  private final Dispatcher dispatcher;
  private final Notifications notifications;
  private final ClientDialog dialog;
  private final Replies replies;

  MessageRouter(
      EraSelector eras,
      Dispatcher dispatcher,
      Notifications notifications,
      ClientDialog dialog,
      Replies replies) {
    this.eras = eras;
    this.dispatcher = dispatcher;
    this.notifications = notifications;
    this.dialog = dialog;
    this.replies = replies;
  }

  /**
   * Serves one message.
   *
   * @throws Rejection when it does not fit its era
   */
  void single(HttpServerRequest request, Visit visit, Message message) {
    HttpServerResponse response = request.response();
    if (message instanceof Message.Request call) {
      Era era = eras.of(call, request.headers());
      HttpReply reply = new HttpReply(request, call.id(), visit.caller(), era, replies);
      Future<Buffer> result = dispatcher.dispatch(new Exchange(call, era, visit, reply));
      if (!result.isComplete()) {
        reply.pending();
      }
    } else if (message instanceof Message.Notification notification) {
      Era era = eras.of(notification, request.headers());
      notifications.accept(notification, era, visit);
      Answers.empty(response, ACCEPTED);
    } else {
      if (eras.modernHeader(request.headers())) {
        throw Rejection.badRequest("a stateless client has no request of ours to answer");
      }
      Session session = eras.session(request.headers());
      dialog.answered(session, visit.caller(), (Message.Response) message);
      Answers.empty(response, ACCEPTED);
    }
  }

  /**
   * Serves a batch, which revision 2025-03-26 alone has.
   *
   * @throws Rejection when the client does not speak that revision, or the batch is malformed
   */
  void batch(HttpServerRequest request, Visit visit, JsonArray batch) {
    Era.Legacy era = batchEra(request);
    if (batch.isEmpty() || batch.size() > MAX_BATCH) {
      throw Rejection.badRequest("a batch holds 1 to " + MAX_BATCH + " messages");
    }
    List<BatchReply> pending = new ArrayList<>();
    List<Future<Buffer>> answers = new ArrayList<>();
    for (Object element : batch) {
      element(element, era, visit, pending, answers);
    }
    HttpServerResponse response = request.response();
    if (answers.isEmpty()) {
      Answers.empty(response, ACCEPTED);
      return;
    }
    response.closeHandler(closed -> pending.forEach(BatchReply::lost));
    Future.all(answers)
        .onSuccess(
            all -> {
              List<Buffer> messages = all.<Buffer>list().stream().filter(Objects::nonNull).toList();
              if (messages.isEmpty()) {
                Answers.empty(response, ACCEPTED);
              } else {
                Answers.json(response, 200, join(messages));
              }
            });
  }

  private void element(
      Object element,
      Era.Legacy era,
      Visit visit,
      List<BatchReply> pending,
      List<Future<Buffer>> answers) {
    try {
      Message message = MessageReader.message(element);
      if (message instanceof Message.Request call) {
        Promise<Buffer> answer = Promise.promise();
        BatchReply reply = new BatchReply(call.id(), answer);
        answers.add(answer.future());
        pending.add(reply);
        if (call.method().equals("initialize")) {
          reply.error(RpcError.invalidRequest("initialize must not be part of a batch"));
        } else {
          dispatcher.dispatch(new Exchange(call, era, visit, reply));
        }
      } else if (message instanceof Message.Notification notification) {
        notifications.accept(notification, era, visit);
      } else {
        dialog.answered(era.session(), visit.caller(), (Message.Response) message);
      }
    } catch (RpcException fault) {
      answers.add(Future.succeededFuture(Envelope.error(fault.id(), fault.error())));
    }
  }

  private Era.Legacy batchEra(HttpServerRequest request) {
    if (!eras.modernHeader(request.headers()) && request.headers().contains(EraSelector.SESSION)) {
      Era.Legacy era = new Era.Legacy(eras.session(request.headers()));
      if (era.version() == ProtocolVersion.V2025_03_26) {
        return era;
      }
    }
    throw Rejection.badRequest(
        "the body must be a single message: batches ended with revision 2025-03-26");
  }

  private static Buffer join(List<Buffer> messages) {
    Buffer array = Buffer.buffer("[");
    for (int i = 0; i < messages.size(); i++) {
      array.appendString(i == 0 ? "" : ",").appendBuffer(messages.get(i));
    }
    return array.appendString("]");
  }
}
