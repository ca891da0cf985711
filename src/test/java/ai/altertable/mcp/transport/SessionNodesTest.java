package ai.altertable.mcp.transport;

import static ai.altertable.mcp.transport.Client.request;
import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.mcp.platform.DatabaseListener;
import ai.altertable.mcp.platform.SessionTable;
import ai.altertable.mcp.testing.Await;
import ai.altertable.mcp.testing.TestDatabase;
import ai.altertable.mcp.transport.session.StoredSessions;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Sessions over several nodes that share nothing but the database. */
@Timeout(60)
class SessionNodesTest {
  private static final TestDatabase DATABASE = TestDatabase.create();
  private static final int CAPACITY = 100;
  private static final JsonObject PING = request(2, "ping", new JsonObject());
  private static final JsonObject LIST = request(3, "tools/list", new JsonObject());
  private final List<Node> nodes = new ArrayList<>();

  private record Node(
      TestEndpoint endpoint,
      DatabaseListener listener,
      SessionTable table,
      StoredSessions sessions) {
    static Node start(int capacity) {
      Vertx vertx = Vertx.vertx();
      SessionTable table = new SessionTable(DATABASE.connect(vertx));
      StoredSessions sessions = new StoredSessions(table, Clock.systemUTC(), capacity);
      DatabaseListener listener = new DatabaseListener(vertx, DATABASE.access().platform());
      sessions.listen(listener);
      Await.get(listener.start());
      Await.get(sessions.load());
      return new Node(new TestEndpoint(vertx, sessions), listener, table, sessions);
    }

    /** A client of this node in the session of another's. */
    Client join(String session, String token) {
      return endpoint
          .client()
          .header("Authorization", token == null ? null : "Bearer " + token)
          .header("Mcp-Session-Id", session)
          .header("MCP-Protocol-Version", "2025-11-25");
    }

    void stop() {
      Await.get(listener.close());
      endpoint.close();
    }
  }

  private Node node() {
    return node(CAPACITY);
  }

  private Node node(int capacity) {
    Node node = Node.start(capacity);
    nodes.add(node);
    return node;
  }

  @AfterEach
  void stop() {
    nodes.forEach(Node::stop);
  }

  private static String session(Node node, String token) {
    return node.endpoint()
        .client()
        .header("Authorization", token == null ? null : "Bearer " + token)
        .initialize("2025-11-25")
        .sessionId();
  }

  private static int status(Node node, String session, String token) {
    return node.join(session, token).post(LIST).status();
  }

  @Test
  void endedSessionIsUnknownOnEveryNodeAndAfterARestart() {
    Node one = node();
    Node two = node();
    String session = session(one, TestEndpoint.READ);
    assertThat(status(two, session, TestEndpoint.READ)).isEqualTo(200);

    assertThat(one.join(session, TestEndpoint.READ).send("DELETE", null).status()).isEqualTo(204);

    assertThat(status(one, session, TestEndpoint.READ)).isEqualTo(404);
    Await.until(() -> status(two, session, TestEndpoint.READ) == 404);
    Client.Answer again = two.join(session, TestEndpoint.READ).send("DELETE", null);
    assertThat(again.status()).isEqualTo(404);
    assertThat(again.error().getString("message")).contains("initialize again");
    assertThat(status(node(), session, TestEndpoint.READ)).isEqualTo(404);
  }

  @Test
  void nodeThatMissedTheNotificationCatchesUp() {
    Node one = node();
    Node two = node();
    String session = session(one, TestEndpoint.READ);
    Await.get(two.listener().close());
    one.join(session, TestEndpoint.READ).send("DELETE", null);

    DatabaseListener anew =
        new DatabaseListener(two.endpoint().vertx, DATABASE.access().platform());
    two.sessions().listen(anew);
    Await.get(anew.start());
    Await.until(() -> status(two, session, TestEndpoint.READ) == 404);
    Await.get(anew.close());
  }

  @Test
  void sessionThatBeganWithATokenIsItsSubjectsAlone() {
    Node one = node();
    Node two = node();
    String session = session(one, TestEndpoint.READ);

    for (Node node : List.of(one, two)) {
      assertThat(status(node, session, TestEndpoint.WRITE)).isEqualTo(404);
      assertThat(node.join(session, TestEndpoint.WRITE).send("DELETE", null).status())
          .isEqualTo(404);
      assertThat(node.join(session, TestEndpoint.WRITE).send("GET", null).status()).isEqualTo(404);
      assertThat(status(node, session, TestEndpoint.READ)).isEqualTo(200);
    }
  }

  @Test
  void sessionThatBeganWithoutATokenIsTheFirstSubjectsAlone() {
    Node one = node();
    Node two = node();
    String session = session(one, null);
    assertThat(one.join(session, null).post(PING).status()).isEqualTo(200);

    assertThat(status(two, session, TestEndpoint.READ)).isEqualTo(200);

    for (Node node : List.of(one, two, node())) {
      assertThat(status(node, session, TestEndpoint.WRITE)).isEqualTo(404);
      assertThat(status(node, session, TestEndpoint.READ)).isEqualTo(200);
    }
    Client.Answer stranger = two.join(session, TestEndpoint.WRITE).post(LIST);
    assertThat(stranger.json().getInteger("id")).isEqualTo(3);
    assertThat(stranger.error().getString("message")).contains("initialize again");
  }

  @Test
  void endedSessionIsKnownEvenWhereMoreEndedThanANodeRemembers() {
    Node one = node();
    List<String> sessions = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      sessions.add(session(one, i % 2 == 0 ? TestEndpoint.READ : null));
      assertThat(one.join(sessions.get(i), TestEndpoint.READ).send("DELETE", null).status())
          .isEqualTo(204);
    }
    String live = session(one, TestEndpoint.READ);

    Node forgetful = node(1);
    for (String ended : sessions) {
      assertThat(status(forgetful, ended, TestEndpoint.READ)).isEqualTo(404);
    }
    assertThat(status(forgetful, live, TestEndpoint.READ)).isEqualTo(200);
  }

  @Test
  void rowsOfExpiredSessionsAreSweptAway() {
    Node one = node();
    String session = session(one, null);
    status(one, session, TestEndpoint.READ);
    execute("UPDATE mcp_session SET expires_at = now() - interval '1 second'");
    Await.get(one.table().sweep());

    assertThat(count()).isZero();
  }

  private void execute(String sql) {
    Await.get(DATABASE.connect(nodes.get(0).endpoint().vertx).pool().query(sql).execute());
  }

  private long count() {
    return Await.get(
        DATABASE
            .connect(nodes.get(0).endpoint().vertx)
            .pool()
            .query("SELECT count(*) FROM mcp_session")
            .execute()
            .map(rows -> rows.iterator().next().getLong(0)));
  }
}
