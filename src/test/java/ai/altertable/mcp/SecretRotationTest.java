package ai.altertable.mcp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.altertable.mcp.config.ConfigLoader;
import ai.altertable.mcp.platform.PlatformDatabase;
import ai.altertable.mcp.platform.Resealing;
import ai.altertable.mcp.platform.SealedColumn;
import ai.altertable.mcp.platform.Secrets;
import ai.altertable.mcp.testing.Await;
import ai.altertable.mcp.testing.Ports;
import ai.altertable.mcp.testing.TestDatabase;
import ai.altertable.mcp.testing.WholeProduct;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A new {@code secrets.key} takes over from an old one while nodes run, and the old one goes. */
class SecretRotationTest {
  private static final byte[] OLD = key(1);
  private static final byte[] NEW = key(2);

  /** What is gone by itself before an old key is taken away, or hangs on no key of ours. */
  private static final List<String> PASSING =
      List.of(
          "refresh_token.successor_sealed",
          "upstream_sign_in.next_sealed",
          "upstream_sign_in.verifier_sealed");

  @TempDir private Path directory;

  private static byte[] key(int fill) {
    byte[] key = new byte[32];
    Arrays.fill(key, (byte) fill);
    return key;
  }

  private Map<String, String> settings(String name, byte[]... keys) {
    Map<String, String> settings = new HashMap<>();
    settings.put("ALTERTABLE_DATA_DIR", directory.resolve(name).toString());
    settings.put(
        "ALTERTABLE_SECRETS_KEY",
        Stream.of(keys).map(Base64.getEncoder()::encodeToString).collect(Collectors.joining(",")));
    return settings;
  }

  private Map<String, String> node(String name, Map<String, String> names, byte[]... keys) {
    Map<String, String> settings = settings(name, keys);
    settings.putAll(names);
    return settings;
  }

  private static HttpResponse<Buffer> call(WholeProduct node) {
    return node.call(
        "tools/call",
        Map.of("name", "query_lakehouse", "arguments", Map.of("statement", "SELECT 40 + 2")));
  }

  /** Rows of a query, which needs a token, a session and the password of a database. */
  private static String answer(WholeProduct node) {
    return call(node)
        .bodyAsJsonObject()
        .getJsonObject("result")
        .getJsonObject("structuredContent")
        .getJsonArray("rows")
        .encode();
  }

  @Test
  void everythingOpensBeforeWhileAndAfter() throws Exception {
    Map<String, String> names =
        Map.of(
            "ALTERTABLE_MCP_URL", "http://localhost:" + Ports.free(),
            "ALTERTABLE_APP_URL", "http://localhost:" + Ports.free());
    Vertx vertx = Vertx.vertx();
    try (WholeProduct before = WholeProduct.start(node("before", names, OLD))) {
      assertThat(answer(before)).isEqualTo("[[42]]");
      PlatformDatabase database = before.database().connect(vertx);
      UUID environment = environment(database);
      UUID connection = connection(database, environment);
      UUID user = secondFactor(database);

      try (WholeProduct both = before.beside(node("both", names, OLD, NEW));
          WholeProduct turned = before.beside(node("turned", names, NEW, OLD))) {
        assertThat(answer(both)).isEqualTo("[[42]]");
        assertThat(answer(turned)).isEqualTo("[[42]]");

        Resealing resealing = new Resealing(database, new Secrets(List.of(NEW, OLD)));
        List<SealedColumn> columns = RotateSecretsCommand.columns();
        assertThat(Await.get(resealing.run(columns)))
            .satisfies(
                count -> {
                  // a signing key, two passwords of the lakehouse, and what was put in above
                  assertThat(count.resealed()).isGreaterThanOrEqualTo(5);
                  assertThat(count.lost()).isZero();
                });
        assertThat(Await.get(resealing.run(columns)))
            .satisfies(again -> assertThat(again.resealed()).isZero());
        assertThat(answer(both)).isEqualTo("[[42]]");
        assertThat(answer(turned)).isEqualTo("[[42]]");
      }

      try (WholeProduct after = before.beside(node("after", names, NEW))) {
        // the session was the old key's: clients are told to begin another
        assertThat(call(after).statusCode()).isEqualTo(404);
        after.signInAnew();
        assertThat(answer(after)).isEqualTo("[[42]]");
      }
      Secrets alone = new Secrets(NEW);
      assertThat(alone.open("connection/" + connection, sealedOf(database, environment)))
          .isEqualTo("of the connection".getBytes(UTF_8));
      assertThat(
              alone.open(
                  "second-factor/" + user,
                  bytes(database, "SELECT secret_sealed FROM second_factor")))
          .isEqualTo("of the factor".getBytes(UTF_8));
    } finally {
      Await.get(vertx.close());
    }
  }

  private static byte[] bytes(PlatformDatabase database, String sql) {
    Row row = Await.get(database.pool().query(sql).execute()).iterator().next();
    return row.getBuffer(0).getBytes();
  }

  private static UUID environment(PlatformDatabase database) {
    return Await.get(database.pool().query("SELECT id FROM environment").execute())
        .iterator()
        .next()
        .getUUID(0);
  }

  private static Buffer sealed(String purpose, String text) {
    return Buffer.buffer(new Secrets(OLD).seal(purpose, text.getBytes(UTF_8)));
  }

  private static UUID connection(PlatformDatabase database, UUID environment) {
    UUID id = UUID.randomUUID();
    Await.get(
        database.inEnvironment(
            environment,
            connection ->
                connection
                    .preparedQuery(
                        "INSERT INTO connection (id, environment_id, catalog, name, engine, secret)"
                            + " VALUES ($1, $2, 'other', 'Other', 'postgres', $3)")
                    .execute(
                        Tuple.of(id, environment, sealed("connection/" + id, "of the connection")))
                    .mapEmpty()));
    return id;
  }

  private static byte[] sealedOf(PlatformDatabase database, UUID environment) {
    return Await.get(
        database.inEnvironment(
            environment,
            connection ->
                connection
                    .query("SELECT secret FROM connection")
                    .execute()
                    .map(rows -> rows.iterator().next().getBuffer(0).getBytes())));
  }

  private static UUID secondFactor(PlatformDatabase database) {
    UUID id = UUID.randomUUID();
    Await.get(
        database
            .pool()
            .preparedQuery("INSERT INTO app_user (id, email, name) VALUES ($1, 'a@b.example', 'A')")
            .execute(Tuple.of(id)));
    Await.get(
        database
            .pool()
            .preparedQuery("INSERT INTO second_factor (user_id, secret_sealed) VALUES ($1, $2)")
            .execute(Tuple.of(id, sealed("second-factor/" + id, "of the factor"))));
    return id;
  }

  @Test
  void whatIsSealedByNameIsSealedAnew() {
    Vertx vertx = Vertx.vertx();
    try {
      PlatformDatabase database = TestDatabase.create().connect(vertx);
      TreeSet<String> named = new TreeSet<>();
      Await.get(
              database
                  .pool()
                  .query(
                      "SELECT table_name || '.' || column_name FROM information_schema.columns"
                          + " WHERE table_schema = 'public' AND data_type = 'bytea'"
                          + " AND column_name ~ 'sealed|secret' AND column_name !~ 'hash'")
                  .execute())
          .forEach(row -> named.add(row.getString(0)));
      List<String> known =
          RotateSecretsCommand.columns().stream().map(SealedColumn::toString).toList();

      named.removeAll(PASSING);
      assertThat(known).containsAll(named);
    } finally {
      Await.get(vertx.close());
    }
  }

  @Test
  void oneOfSeveralKeysThatIsWrongIsRefused() {
    assertThatThrownBy(
            () -> ConfigLoader.load(Optional.empty(), settings("wrong", NEW, new byte[] {1, 2, 3})))
        .hasMessageContaining("secrets.key")
        .hasMessageNotContaining("AQID");
  }
}
