package ai.altertable.mcp.bench;

import ai.altertable.mcp.testing.Ports;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Measures the product beside a bare Vert.x server and prints the ratios. Run by {@code mvn -Pbench
 * verify}; with {@code -Dbench.enforce} a missed mark fails it.
 */
public final class Scoreboard {
  private static final Path OUTPUT = Path.of("target/bench").toAbsolutePath();
  private static final int SERVER_CORE = 0;
  private static final int LOAD_CORE = 1;
  private static final int ALL_CORES = -1;
  private static final int MESSAGES = 64;
  private static final Duration IDLE = Duration.ofSeconds(5);

  private final Settings settings;
  private final Path folder;
  private final Load load;

  private Scoreboard(Settings settings, Path folder) {
    this.settings = settings;
    this.folder = folder;
    this.load = new Load(settings.connections(), settings.pinned() ? LOAD_CORE : ALL_CORES, folder);
  }

  /** No arguments; see {@link Settings}. */
  public static void main(String[] arguments) throws Exception {
    Settings settings = Settings.fromSystemProperties();
    Files.createDirectories(OUTPUT);
    Path folder = Files.createTempDirectory(OUTPUT, "run-");
    boolean met = run(settings, folder);
    delete(folder);
    System.exit(met || !settings.enforced() ? 0 : 1);
  }

  private static boolean run(Settings settings, Path folder) throws Exception {
    if (settings.promises()) {
      return promises(settings, folder);
    }
    if (settings.only().equals(ExportBoard.NAME)) {
      return new ExportBoard().run();
    }
    if (settings.only().equals(IngestBoard.NAME)) {
      return new IngestBoard(folder, settings).run();
    }
    if (settings.only().equals(FunnelBoard.NAME)) {
      return new FunnelBoard(folder).run();
    }
    if (settings.only().equals(FlowBoard.NAME)) {
      return new FlowBoard(folder, settings).run();
    }
    return settings.memory()
        ? new MemoryBoard(folder, settings.tokens()).run()
        : new Scoreboard(settings, folder).run();
  }

  private static boolean promises(Settings settings, Path folder) throws Exception {
    Vertx vertx = Vertx.vertx();
    try {
      boolean kept = true;
      if (settings.boards().contains(NodesBoard.NAME)) {
        kept = new NodesBoard(vertx, folder, settings.quick()).run();
      }
      if (settings.boards().contains(FaultsBoard.NAME)) {
        kept &= new FaultsBoard(vertx, folder).run(settings.quick());
      }
      return kept;
    } finally {
      vertx.close().toCompletionStage().toCompletableFuture().join();
    }
  }

  /** A run that fails leaves its logs and data to look at. */
  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  /** Returns whether all marks are met. */
  private boolean run() throws IOException, InterruptedException {
    Product product = new Product(folder.resolve("product"));
    Starts starts = starts(product);
    List<Result> results = new ArrayList<>();
    int core = settings.pinned() ? SERVER_CORE : ALL_CORES;
    try (Server server = product.start(core)) {
      List<McpSession> sessions = logIn(product);
      ReferenceData data = ReferenceData.record(product.endpoint(), settings.era(), sessions);
      int port = Ports.free();
      URI bare = URI.create("http://localhost:" + port + "/v1");
      try (Server reference = startReference(port, data, core)) {
        Contender[] both = {
          new Contender("bare", bare, reference, reference.database()),
          new Contender("product", product.endpoint(), server, server.database())
        };
        List<Operation> operations =
            Operation.of(settings.era()).stream()
                .filter(operation -> operation.name().contains(settings.only()))
                .toList();
        for (Operation operation : operations) {
          warmUp(operation, both, sessions);
        }
        for (Operation operation : operations) {
          results.add(measure(operation, both, sessions));
        }
      }
    }
    String report = Report.of(settings, starts, results);
    Files.writeString(OUTPUT.resolve("scoreboard.md"), report);
    System.out.println(report);
    return results.stream().allMatch(Result::met);
  }

  private Starts starts(Product product) throws IOException, InterruptedException {
    Duration cold;
    try (Server server = product.start(ALL_CORES)) {
      cold = server.startTime();
    }
    List<Duration> warm = new ArrayList<>();
    long serverKib = 0;
    long databaseKib = 0;
    for (int i = 0; i < settings.warmStarts(); i++) {
      try (Server server = product.start(ALL_CORES)) {
        warm.add(server.startTime());
        server.runFor(IDLE);
        serverKib = server.residentKib();
        databaseKib = ProcessUsage.familyProportionalKib(server.database());
      }
    }
    product.archive();
    List<Duration> archived = new ArrayList<>();
    for (int i = 0; i < settings.warmStarts(); i++) {
      try (Server server = product.startArchived()) {
        archived.add(server.startTime());
      }
    }
    return new Starts(cold, median(warm), median(archived), serverKib, databaseKib);
  }

  private static Duration median(List<Duration> times) {
    return times.stream().sorted().toList().get(times.size() / 2);
  }

  private List<McpSession> logIn(Product product) throws IOException, InterruptedException {
    List<McpSession> sessions = new ArrayList<>();
    for (int i = 0; i < settings.tokens(); i++) {
      String token =
          new OAuthLogin(product.endpoint()).accessToken(Product.EMAIL, Product.PASSWORD);
      sessions.add(McpSession.open(product.endpoint(), settings.era(), token));
    }
    return sessions;
  }

  private Server startReference(int port, ReferenceData data, int core)
      throws IOException, InterruptedException {
    Path home = Files.createDirectories(folder.resolve("reference"));
    Path file = home.resolve("reference.json");
    Files.writeString(file, data.toJson().encode());
    return Server.start(
        new Server.Launch(
            List.of(
                "-cp",
                System.getProperty("java.class.path"),
                ReferenceServer.class.getName(),
                Integer.toString(port),
                file.toString(),
                home.resolve("data").toString()),
            Map.of(),
            home,
            URI.create("http://127.0.0.1:" + port + "/"),
            core));
  }

  private void warmUp(Operation operation, Contender[] both, List<McpSession> sessions)
      throws IOException, InterruptedException {
    for (Contender contender : both) {
      load.run(contender.endpoint(), requests(operation, sessions), settings.warmUp());
    }
  }

  private Result measure(Operation operation, Contender[] both, List<McpSession> sessions)
      throws IOException, InterruptedException {
    Sample[] samples = {new Sample(), new Sample()};
    List<Load.Request> requests = requests(operation, sessions);
    for (int round = 0; round < settings.rounds(); round++) {
      for (int turn = 0; turn < both.length; turn++) {
        int index = (round + turn) % both.length;
        both[index].round(load, requests, settings.round(), samples[index]);
      }
    }
    for (int index = 0; index < both.length; index++) {
      both[index].checkAnswers(samples[index], sessions.get(0), operation.message().apply(0));
    }
    Result result = new Result(operation, samples[0], samples[1]);
    System.out.printf(
        "%-26s bare %,8.0f/s  product %,8.0f/s  %.2f%n",
        operation.name(), samples[0].perSecond(), samples[1].perSecond(), result.ratio());
    return result;
  }

  private static List<Load.Request> requests(Operation operation, List<McpSession> sessions) {
    List<Load.Request> requests = new ArrayList<>();
    for (int n = 0; n < MESSAGES; n++) {
      JsonObject message = operation.message().apply(n).put("id", Load.FIRST_ID);
      requests.add(sessions.get(n % sessions.size()).request(message));
    }
    return requests;
  }
}
