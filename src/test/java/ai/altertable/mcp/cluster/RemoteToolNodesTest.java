package ai.altertable.mcp.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.mcp.bus.Addresses;
import ai.altertable.mcp.bus.Caller;
import ai.altertable.mcp.bus.NodeLost;
import ai.altertable.mcp.bus.Principal;
import ai.altertable.mcp.bus.Scope;
import ai.altertable.mcp.bus.Tenant;
import ai.altertable.mcp.bus.ToolCall;
import ai.altertable.mcp.bus.ToolEvent;
import ai.altertable.mcp.bus.ToolOutcome;
import ai.altertable.mcp.config.ClusterConfig;
import ai.altertable.mcp.config.TlsConfig;
import ai.altertable.mcp.platform.TestCluster;
import ai.altertable.mcp.testing.Await;
import ai.altertable.mcp.testing.RecordedAudit;
import ai.altertable.mcp.testing.SelfSigned;
import io.vertx.core.Future;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An endpoint without tools, and nodes with tools that come, leave and die. */
class RemoteToolNodesTest {
  private static final DeliveryOptions PATIENT = new DeliveryOptions().setSendTimeout(60_000);

  private static final String CALL_ID = UUID.randomUUID().toString();

  private final TestCluster cluster = new TestCluster();
  private final RecordedAudit audit = new RecordedAudit();
  private final List<Tools> tools = new ArrayList<>();

  @TempDir private Path directory;

  @AfterEach
  void close() {
    tools.forEach(Tools::answerAll);
    cluster.close();
  }

  /** A node that answers with its name, or keeps its callers waiting. */
  private final class Tools {
    private final TestCluster.Node node;
    private final List<Message<ToolCall>> held = new CopyOnWriteArrayList<>();
    private final String gateway;

    Tools(TestCluster.Node node, String name, boolean holds) {
      this.node = node;
      Await.get(
          node.vertx()
              .eventBus()
              .<ToolCall>localConsumer(
                  Addresses.TOOL_CALL,
                  message -> {
                    if (holds) {
                      held.add(message);
                    } else {
                      answer(message, name);
                    }
                  })
              .completion());
      tools.add(this);
      gateway = Await.get(node.vertx().deployVerticle(new ToolGateway(node.self().id())));
    }

    void answerAll() {
      held.forEach(message -> answer(message, "at last"));
    }

    private void answer(Message<ToolCall> message, String text) {
      message.reply(ToolOutcome.Completed.of(text, new JsonObject()));
    }

    Future<Void> leave() {
      return node.vertx().undeploy(gateway);
    }
  }

  private RemoteToolNodes endpoint() {
    return endpoint(cluster.join());
  }

  private RemoteToolNodes endpoint(TestCluster.Node node) {
    RemoteToolNodes nodes = new RemoteToolNodes(node.vertx(), new LostCalls(audit));
    node.self().onLeft(nodes::left);
    Await.get(nodes.start());
    return nodes;
  }

  private static Future<Message<ToolOutcome>> call(RemoteToolNodes nodes, boolean repeatable) {
    Caller caller =
        new Caller(
            UUID.randomUUID(),
            new Principal("user", "Ada", "client", "Agent"),
            new Tenant(UUID.randomUUID(), "demo", UUID.randomUUID(), "production"),
            Set.of(Scope.READ),
            Instant.now().plusSeconds(60));
    ToolCall call =
        new ToolCall(
            CALL_ID, caller, "whoami", new JsonObject(), true, Instant.now().plusSeconds(60));
    return nodes.request(Addresses.TOOL_CALL, call, PATIENT, repeatable);
  }

  private static String text(Future<Message<ToolOutcome>> answer) {
    ToolOutcome.Completed outcome = (ToolOutcome.Completed) Await.get(answer).body();
    return outcome.content().getJsonObject(0).getString("text");
  }

  @Test
  void aCallGoesToTheNodeWithTheLeastToDo() {
    Tools busy = new Tools(cluster.join(), "busy", true);
    RemoteToolNodes nodes = endpoint();
    call(nodes, true);
    Await.until(() -> busy.held.size() == 1);
    new Tools(cluster.join(), "free", false);
    Await.until(() -> nodes.open() == 2);

    assertThat(text(call(nodes, true))).isEqualTo("free");
    assertThat(busy.held).hasSize(1);
  }

  @Test
  void whileACallRunsItsProgressComesBackAndItsCancellationGoesThere() {
    Tools far = new Tools(cluster.join(), "far", true);
    TestCluster.Node node = cluster.join();
    RemoteToolNodes nodes = endpoint(node);
    List<ToolEvent> heard = new CopyOnWriteArrayList<>();
    Await.get(
        node.vertx()
            .eventBus()
            .<ToolEvent>consumer(Addresses.toolEvent(CALL_ID), message -> heard.add(message.body()))
            .completion());
    Future<Message<ToolOutcome>> answer = call(nodes, false);
    Await.until(() -> far.held.size() == 1);
    Await.get(
        far.node
            .vertx()
            .eventBus()
            .consumer(Addresses.toolCancel(CALL_ID), stop -> far.answerAll())
            .completion());

    ToolEvent progress = new ToolEvent.Progress(1, 2.0, "half");
    far.node.vertx().eventBus().send(Addresses.toolEvent(CALL_ID), progress);
    Await.until(() -> heard.contains(progress));
    node.vertx().eventBus().publish(Addresses.toolCancel(CALL_ID), null);

    assertThat(text(answer)).isEqualTo("at last");
  }

  @Test
  void withoutNodesItFailsAtOnce() {
    cluster.join();
    RemoteToolNodes nodes = endpoint();

    assertThat(Await.failure(call(nodes, true)))
        .isInstanceOfSatisfying(
            ReplyException.class,
            fault -> assertThat(fault.failureType()).isEqualTo(ReplyFailure.NO_HANDLERS));
  }

  @Test
  void aNodeThatLeavesAnswersWhatItTookAndTakesNoMore() {
    Tools leaving = new Tools(cluster.join(), "leaving", true);
    RemoteToolNodes nodes = endpoint();
    Future<Message<ToolOutcome>> taken = call(nodes, false);
    Await.until(() -> leaving.held.size() == 1);
    new Tools(cluster.join(), "staying", false);
    Await.until(() -> nodes.open() == 2);

    Future<Void> left = leaving.leave();
    Await.until(() -> nodes.open() == 1);

    assertThat(text(call(nodes, false))).isEqualTo("staying");
    assertThat(left.isComplete()).isFalse();
    leaving.answerAll();
    assertThat(text(taken)).isEqualTo("at last");
    Await.get(left);
    assertThat(leaving.held).hasSize(1);
  }

  @Test
  void whatADeadNodeWasAskedStartsAnewElsewhereOrFailsAtOnce() {
    Tools dying = new Tools(cluster.join(), "dying", true);
    RemoteToolNodes nodes = endpoint();
    Future<Message<ToolOutcome>> reading = call(nodes, true);
    Future<Message<ToolOutcome>> writing = call(nodes, false);
    Await.until(() -> dying.held.size() == 2);
    new Tools(cluster.join(), "other", false);
    Await.until(() -> nodes.open() == 2);

    dying.node.die();

    assertThat(Await.failure(writing)).isInstanceOf(NodeLost.class);
    assertThat(text(reading)).isEqualTo("other");
    assertThat(audit.lines()).containsExactly("tool.call lost");
  }

  @Test
  void nodesWithAnotherKeyStayAlone() {
    new Tools(cluster.join(), "here", false);
    byte[] key = new byte[32];
    key[0] = 1;
    TestCluster.Node stranger = cluster.join(key, Optional.empty());
    RemoteToolNodes nodes = new RemoteToolNodes(stranger.vertx(), new LostCalls(audit));
    Await.get(nodes.start());

    assertThat(cluster.seenByTheNewest()).isEqualTo(1);
    assertThat(Await.failure(call(nodes, true))).isInstanceOf(ReplyException.class);
  }

  @Test
  void withCertificatesOnlyThoseOfTheAuthorityAreHeard() throws Exception {
    ClusterConfig.Tls tls = tls("nodes");
    new Tools(cluster.join(new byte[32], Optional.of(tls)), "over TLS", false);
    TestCluster.Node trusted = cluster.join(new byte[32], Optional.of(tls));
    RemoteToolNodes nodes = new RemoteToolNodes(trusted.vertx(), new LostCalls(audit));
    Await.get(nodes.start());
    Await.until(() -> nodes.open() == 1);
    assertThat(text(call(nodes, true))).isEqualTo("over TLS");

    TestCluster.Node stranger = cluster.join(new byte[32], Optional.of(tls("strangers")));
    RemoteToolNodes strangers = new RemoteToolNodes(stranger.vertx(), new LostCalls(audit));
    Await.get(strangers.start());

    assertThat(cluster.seenByTheNewest()).isEqualTo(3);
    assertThat(Await.failure(call(strangers, true))).isInstanceOf(ReplyException.class);
  }

  private ClusterConfig.Tls tls(String name) throws Exception {
    Path own = Files.createDirectory(directory.resolve(name));
    SelfSigned made = SelfSigned.create(own);
    Path certificate = Files.writeString(own.resolve("node.pem"), made.certificate());
    Path key = Files.writeString(own.resolve("node.key"), made.key());
    return new ClusterConfig.Tls(new TlsConfig(certificate, key), certificate);
  }
}
