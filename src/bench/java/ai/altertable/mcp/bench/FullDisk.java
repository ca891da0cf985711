package ai.altertable.mcp.bench;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** One node with its embedded database on a file system that is filled up, then emptied again. */
final class FullDisk implements AutoCloseable {
  private static final String SIZE = "size=420m";
  private static final byte[] BLOCK = new byte[1 << 20];
  private static final Duration FULL = Duration.ofSeconds(5);
  private static final Duration GIVE_UP = Duration.ofSeconds(90);
  private static final Duration SLOW = Duration.ofSeconds(2);

  private final Path folder;
  private final boolean mounted;

  /**
   * What came of it.
   *
   * @param failedFull calls that failed while the disk was full
   * @param failedAfter calls that failed after they had gone well again
   * @param settled how long after there was room calls went well again
   * @param missing answered calls that are not in the audit log, or whose writes are not there
   */
  record Outcome(int calls, int failedFull, int failedAfter, Duration settled, int missing) {}

  FullDisk(Path folder) throws IOException, InterruptedException {
    this.folder = Files.createDirectories(folder);
    this.mounted = run("mount", "-t", "tmpfs", "-o", SIZE, "tmpfs", folder.toString());
  }

  boolean mounted() {
    return mounted;
  }

  Outcome run() throws Exception {
    Map<String, String> settings =
        Map.of("ALTERTABLE_DEMO_PASSWORD", Product.PASSWORD, "ALTERTABLE_DATABASE_POOL_SIZE", "6");
    try (FleetNode node = new FleetNode("small", folder, settings, Map.of())) {
      node.start();
      String token =
          new OAuthLogin(node.endpoint(), true).accessToken(Product.EMAIL, Product.PASSWORD);
      McpSession session = McpSession.open(node.endpoint(), McpSession.Era.STATELESS, token);
      session.answer(node.endpoint(), Operation.query(1, 1, 1));
      Witness witness = Witness.ofEmbedded(folder.resolve("data"));
      SteadyLoad load = SteadyLoad.begin(node.endpoint(), List.of(session));
      Path filler = folder.resolve("filler");
      fill(filler);
      node.runFor(FULL);
      Files.delete(filler);
      Optional<Duration> settled = load.settled(SLOW, GIVE_UP);
      int failedFull = load.failures();
      node.runFor(Duration.ofSeconds(1));
      SteadyLoad.Outcome outcome = load.end();
      int failed = outcome.failures().size();
      return new Outcome(
          outcome.calls(),
          failedFull,
          failed - failedFull,
          settled.orElse(GIVE_UP),
          witness.notRecorded(outcome.recorded()) + witness.notKept(outcome.written()));
    }
  }

  private static void fill(Path filler) throws IOException {
    try (OutputStream out = Files.newOutputStream(filler)) {
      while (true) {
        out.write(BLOCK);
      }
    } catch (IOException full) {
      if (!Files.exists(filler)) {
        throw full;
      }
    }
  }

  private static boolean run(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    return process.waitFor(30, TimeUnit.SECONDS) && process.exitValue() == 0;
  }

  @Override
  public void close() throws IOException, InterruptedException {
    if (mounted) {
      run("umount", "-l", folder.toString());
    }
  }
}
