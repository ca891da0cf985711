package ai.altertable.mcp.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.mcp.testing.Await;
import ai.altertable.mcp.testing.Jvm;
import ai.altertable.mcp.testing.Ports;
import ai.altertable.mcp.testing.TestProduct;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** From the key to the query, and a process that is killed in the middle of it. */
class IngestProcessTest {
  private static final Path DATA = Path.of("target", "ingest-process-test").toAbsolutePath();
  private static final String COUNT =
      "SELECT count(*), count(DISTINCT uuid) FROM product_analytics.events WHERE event = 'sent'";
  private static final int BATCH = 20;

  private final int ingest = Ports.free();
  private final TestProduct product =
      new TestProduct(
          DATA,
          Map.of(
              "ALTERTABLE_ROLES",
              "mcp,app,tools,ingest",
              "ALTERTABLE_INGEST_PORT",
              Integer.toString(ingest)));

  /** What was answered before the kill is there after it, and nothing is there twice. */
  @Test
  void nothingThatWasAnsweredIsLostWhenTheProcessIsKilled() throws Exception {
    Set<String> answered = ConcurrentHashMap.newKeySet();
    String key;
    try (Jvm first = product.start()) {
      key = product.eventKey(product.serviceAccount("staging", "admin"), "staging");
      AtomicBoolean killed = new AtomicBoolean();
      Thread client = new Thread(() -> send(key, answered, killed), "events");
      client.start();
      Await.until(() -> answered.size() >= 40);
      first.signal("KILL");
      first.await();
      killed.set(true);
      client.join();
    }

    try (Jvm again = product.start()) {
      String reader = product.reading(product.serviceAccount("staging", "read"));
      // the client repeats what it knows nothing of, and the first one that it knows of
      for (int i = 0; i < answered.size() + 2; i++) {
        assertThat(post(key, batch(i))).isEqualTo(200);
      }

      JsonObject counted = product.query(reader, COUNT);

      assertThat(counted.getJsonArray("rows").getJsonArray(0).getInteger(0))
          .as("events")
          .isEqualTo(counted.getJsonArray("rows").getJsonArray(0).getInteger(1))
          .isGreaterThanOrEqualTo(answered.size() * BATCH);
      again.signal("TERM");
      assertThat(again.await()).isEqualTo(143);
    }
  }

  private void send(String key, Set<String> answered, AtomicBoolean killed) {
    for (int i = 0; !killed.get(); i++) {
      try {
        if (post(key, batch(i)) == 200) {
          answered.add(Integer.toString(i));
        }
      } catch (IOException | InterruptedException e) {
        return;
      }
    }
  }

  private static JsonArray batch(int number) {
    JsonArray batch = new JsonArray();
    for (int i = 0; i < BATCH; i++) {
      batch.add(
          new JsonObject()
              .put("event", "sent")
              .put("distinct_id", "sender-" + i)
              .put("message_id", number + "/" + i));
    }
    return batch;
  }

  private int post(String key, JsonArray batch) throws IOException, InterruptedException {
    return TestProduct.post("http://localhost:" + ingest + "/track", key, batch.encode())
        .statusCode();
  }
}
