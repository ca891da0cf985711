package ai.altertable.mcp.ingest;

import ai.altertable.mcp.bus.Tenant;
import ai.altertable.mcp.config.Config;
import ai.altertable.mcp.config.ConfigException;
import ai.altertable.mcp.config.ConfigLoader;
import ai.altertable.mcp.lakehouse.EnvironmentSeed;
import ai.altertable.mcp.lakehouse.LakehouseFixture;
import ai.altertable.mcp.platform.DatabaseListener;
import ai.altertable.mcp.platform.Secrets;
import ai.altertable.mcp.testing.Await;
import ai.altertable.mcp.testing.Ports;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpRequest;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import io.vertx.sqlclient.Tuple;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The listener of events over a lakehouse on the test server. */
public final class IngestFixture implements AutoCloseable {
  public final LakehouseFixture lakehouse = new LakehouseFixture();
  private final DatabaseListener listener =
      new DatabaseListener(lakehouse.vertx, lakehouse.database.access().platform());
  private final WebClient http = WebClient.create(lakehouse.vertx);
  private final Config config;

  /**
   * @param settings environment variables
   */
  public IngestFixture(Map<String, String> settings) {
    Map<String, String> all = new HashMap<>(settings);
    all.put("ALTERTABLE_INGEST_PORT", Integer.toString(Ports.free()));
    try {
      config = ConfigLoader.load(Optional.empty(), all);
    } catch (ConfigException e) {
      throw new IllegalArgumentException(e);
    }
    EventWriters writers =
        new EventWriters(
            lakehouse.vertx, lakehouse.databases, EnvironmentSeed.NONE, config.ingest().waiting());
    IngestNode node =
        new IngestNode(
            lakehouse.vertx, config, lakehouse.platform, writers, new SimpleMeterRegistry());
    node.listen(listener);
    Await.get(listener.start());
    Await.get(lakehouse.vertx.deployVerticle(new IngestVerticle(config, node)));
  }

  /** A new key of an environment. */
  public String key(Tenant tenant) {
    String key = "pk_live_" + Secrets.randomToken();
    Await.get(
        lakehouse
            .platform
            .pool()
            .preparedQuery(
                "INSERT INTO event_key (environment_id, name, beginning, key_hash, created_by)"
                    + " VALUES ($1, 'test', 'pk_live_', $2, 'test')")
            .execute(Tuple.of(tenant.environmentId(), Buffer.buffer(Secrets.hash(key)))));
    return key;
  }

  HttpRequest<Buffer> request(String path) {
    return http.post(config.ingest().listen().port(), "127.0.0.1", path);
  }

  WebClient http() {
    return http;
  }

  public int port() {
    return config.ingest().listen().port();
  }

  HttpResponse<Buffer> post(String key, String path, Object body) {
    HttpRequest<Buffer> request = request(path);
    if (key != null) {
      request.bearerTokenAuthentication(key);
    }
    return Await.get(request.sendBuffer(buffer(body)));
  }

  private static Buffer buffer(Object body) {
    if (body instanceof JsonObject object) {
      return object.toBuffer();
    }
    return body instanceof JsonArray array ? array.toBuffer() : Buffer.buffer((String) body);
  }

  /** A statement of an agent, in the environment's lakehouse. */
  public List<?> query(Tenant tenant, String sql) {
    return LakehouseFixture.rows(lakehouse.engine(tenant), sql);
  }

  @Override
  public void close() {
    Await.get(listener.close());
    lakehouse.close();
  }
}
