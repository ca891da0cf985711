package ai.altertable.mcp.ingest;

import ai.altertable.mcp.bus.Tenant;
import ai.altertable.mcp.lakehouse.events.EventWrite;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Answers one of the paths: reads, checks, writes, and then says what was taken. */
final class IngestEndpoint {
  /** Items of one request. */
  static final int MOST_ITEMS = 1000;

  private final Kind kind;
  private final Gate gate;
  private final ItemReader items;
  private final EventWriters writers;
  private final IngestMetrics metrics;
  private final int mostBytes;

  /**
   * @param mostBytes of a body, unpacked
   */
  IngestEndpoint(
      Kind kind,
      Gate gate,
      ItemReader items,
      EventWriters writers,
      IngestMetrics metrics,
      int mostBytes) {
    this.kind = kind;
    this.gate = gate;
    this.items = items;
    this.writers = writers;
    this.metrics = metrics;
    this.mostBytes = mostBytes;
  }

  /** What was in a request: the good and the others. */
  private record Reading(Batch batch, List<Rejection> rejections, int count) {}

  void handle(RoutingContext context) {
    gate.admit(context)
        .compose(
            key -> {
              Buffer plain = Bodies.plain(context.request(), context.body().buffer(), mostBytes);
              JsonArray body = body(plain);
              gate.limit(key, body.size());
              return take(key.tenant(), body, plain == null ? 0 : plain.length());
            })
        .onSuccess(reading -> answer(context, reading))
        .onFailure(failure -> Replies.failure(context, failure));
  }

  private static JsonArray body(Buffer buffer) {
    try {
      Object body = buffer == null ? null : Json.decodeValue(buffer);
      JsonArray all = body instanceof JsonArray array ? array : new JsonArray().add(body);
      if (all.size() > MOST_ITEMS) {
        throw new Problem(
            413, "too-many-events", "A request may have at most " + MOST_ITEMS + " events.");
      }
      return all;
    } catch (DecodeException e) {
      throw new Problem(400, "invalid-json", "The body is not JSON.");
    }
  }

  private Future<Reading> take(Tenant tenant, JsonArray body, int bytes) {
    Reading reading = read(tenant, body, bytes);
    if (reading.batch().writes().isEmpty()) {
      return Future.succeededFuture(reading);
    }
    return writers
        .write(tenant, reading.batch())
        .map(
            refused -> {
              List<Rejection> all = new ArrayList<>(reading.rejections());
              all.addAll(refused);
              all.sort(Comparator.comparingInt(Rejection::index));
              return new Reading(reading.batch(), all, reading.count());
            });
  }

  private Reading read(Tenant tenant, JsonArray body, int bytes) {
    List<EventWrite> writes = new ArrayList<>();
    List<Integer> indexes = new ArrayList<>();
    List<Rejection> rejections = new ArrayList<>();
    for (int i = 0; i < body.size(); i++) {
      try {
        writes.add(items.read(kind, tenant, body.getValue(i)));
        indexes.add(i);
      } catch (ItemFault fault) {
        rejections.add(Rejection.of(i, fault));
      }
    }
    return new Reading(new Batch(kind, writes, indexes, bytes), rejections, body.size());
  }

  private void answer(RoutingContext context, Reading reading) {
    int rejected = reading.rejections().size();
    int accepted = reading.count() - rejected;
    metrics.count(kind, accepted, rejected);
    if (rejected == 0) {
      Replies.json(context, 200, new JsonObject().put("ok", true).put("accepted", accepted));
      return;
    }
    Rejection first = reading.rejections().get(0);
    JsonArray errors = new JsonArray();
    reading.rejections().forEach(rejection -> errors.add(rejection.toJson()));
    Replies.json(
        context,
        accepted > 0 ? 200 : status(first),
        new JsonObject()
            .put("ok", false)
            .put("accepted", accepted)
            .put("error_code", first.code())
            .put("error", first.message())
            .put("errors", errors));
  }

  /** When nothing was taken. */
  private static int status(Rejection first) {
    return first.code().equals("environment-not-found") ? 422 : 400;
  }
}
