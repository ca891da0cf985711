package ai.altertable.mcp.bench;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/** Something that goes wrong, and is over when {@code happen} returns. */
record Fault(String name, Happening happen) {
  private static final int MANY = 200;
  private static final Duration SHORT = Duration.ofSeconds(3);

  /** How it happens. */
  interface Happening {
    void accept(Fleet fleet, List<McpSession> sessions) throws Exception;
  }

  static List<Fault> all() {
    return List.of(
        new Fault("none", (fleet, sessions) -> wait(fleet, SHORT)),
        new Fault("database connections cut", (fleet, sessions) -> fleet.cable().cut()),
        new Fault("database restarted", (fleet, sessions) -> fleet.restartDatabase()),
        new Fault("database away for 3 s", (fleet, sessions) -> unplugged(fleet)),
        new Fault("all readers busy", Fault::busyReaders),
        new Fault("200 clients stop within a head", (f, s) -> rawClients(f, n -> HALF_A_HEAD)),
        new Fault("200 clients read no answer", (f, s) -> slowReaders(f, s.get(0))),
        new Fault("200 clients ask and vanish", (f, s) -> vanishing(f, s.get(0))),
        new Fault(
            "node with tools frozen 3 s: consumers of the event bus are stuck",
            (fleet, sessions) -> frozen(fleet)),
        new Fault("node with tools killed (-9)", (fleet, sessions) -> killed(fleet)));
  }

  private static final String HALF_A_HEAD = "POST /v1 HTTP/1.1\r\nHost: localhost\r\nContent-Le";

  private static void wait(Fleet fleet, Duration time) throws Exception {
    fleet.nodes().get(0).runFor(time);
  }

  private static void unplugged(Fleet fleet) throws Exception {
    fleet.cable().unplug();
    wait(fleet, SHORT);
    fleet.cable().mend();
  }

  /** More slow queries than there are connections; their clients hang up after a while. */
  private static void busyReaders(Fleet fleet, List<McpSession> sessions) throws Exception {
    McpSession stateless = sessions.get(sessions.size() - 1);
    List<Socket> clients = new ArrayList<>();
    try {
      for (int i = 0; i < 12; i++) {
        clients.add(ask(fleet, stateless, Operation.slowQuery(1_000 + i)));
      }
      wait(fleet, SHORT);
    } finally {
      for (Socket client : clients) {
        client.close();
      }
    }
  }

  private static void rawClients(Fleet fleet, IntFunction<String> text) throws Exception {
    List<Socket> clients = new ArrayList<>();
    try {
      for (int i = 0; i < MANY; i++) {
        Socket client = connect(fleet);
        client.getOutputStream().write(text.apply(i).getBytes(StandardCharsets.US_ASCII));
        clients.add(client);
      }
      wait(fleet, SHORT);
    } finally {
      for (Socket client : clients) {
        client.close();
      }
    }
  }

  /** Asks for much and reads nothing of it. */
  private static void slowReaders(Fleet fleet, McpSession session) throws Exception {
    List<Socket> clients = new ArrayList<>();
    try {
      for (int i = 0; i < MANY; i++) {
        clients.add(ask(fleet, session, Operation.toolsList(20_000 + i)));
      }
      wait(fleet, SHORT);
    } finally {
      for (Socket client : clients) {
        client.close();
      }
    }
  }

  private static void vanishing(Fleet fleet, McpSession session) throws Exception {
    for (int i = 0; i < MANY; i++) {
      Socket client = ask(fleet, session, Operation.query(10_000 + i, 1, 20));
      client.setSoLinger(true, 0);
      client.close();
    }
  }

  private static Socket ask(Fleet fleet, McpSession session, io.vertx.core.json.JsonObject message)
      throws IOException {
    Load.Request ready = session.request(message);
    StringBuilder head = new StringBuilder("POST /v1 HTTP/1.1\r\nHost: localhost\r\n");
    ready
        .headers()
        .forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
    byte[] body = ready.body().getBytes(StandardCharsets.UTF_8);
    head.append("Content-Length: ").append(body.length).append("\r\n\r\n");
    Socket client = connect(fleet);
    client.getOutputStream().write(head.toString().getBytes(StandardCharsets.US_ASCII));
    client.getOutputStream().write(body);
    return client;
  }

  /** To the endpoint itself: what is watched is not the balancer. */
  private static Socket connect(Fleet fleet) throws IOException {
    return new Socket("127.0.0.1", fleet.nodes().get(0).endpoint().getPort());
  }

  private static void frozen(Fleet fleet) throws Exception {
    FleetNode node = fleet.nodes().get(1);
    node.freeze();
    wait(fleet, SHORT);
    node.thaw();
  }

  private static void killed(Fleet fleet) throws Exception {
    FleetNode node = fleet.nodes().get(2);
    node.kill();
    node.start();
  }
}
