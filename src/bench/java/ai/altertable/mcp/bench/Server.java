package ai.altertable.mcp.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A server in a process of its own. Ends with this process at the latest. */
final class Server implements AutoCloseable {
  private static final Duration START_LIMIT = Duration.ofSeconds(180);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(30);
  private static final Duration POLL = Duration.ofMillis(20);
  private static final int LOCK_FILE_DEPTH = 5;
  private static final int ANSWER_MILLIS = 2_000;
  private static final byte[] READY = "HTTP/1.1 200".getBytes(US_ASCII);

  private final Process process;
  private final Path folder;
  private final Duration startTime;
  private final Thread killer;

  /**
   * How to start one.
   *
   * @param command after {@code java}
   * @param environment added to this process's own
   * @param folder working directory, also of its data and its log
   * @param ready answers 200 when the server is ready
   * @param core the only one it may use, or -1 for all
   */
  record Launch(
      List<String> command, Map<String, String> environment, Path folder, URI ready, int core) {}

  private Server(Process process, Path folder, long startedNanos) {
    this.process = process;
    this.folder = folder;
    this.startTime = Duration.ofNanos(System.nanoTime() - startedNanos);
    this.killer = new Thread(process::destroyForcibly);
  }

  /** Starts a server and waits until it is ready. */
  static Server start(Launch launch) throws IOException, InterruptedException {
    long started = System.nanoTime();
    Process process = begin(launch);
    while (!isReady(launch.ready())) {
      boolean late = System.nanoTime() - started > START_LIMIT.toNanos();
      if (late || process.waitFor(POLL.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
        throw new IOException("server did not start:\n" + Files.readString(log(launch)));
      }
    }
    Server server = new Server(process, launch.folder(), started);
    Runtime.getRuntime().addShutdownHook(server.killer);
    return server;
  }

  /** Lets a command of it run to its end. */
  static void run(Launch launch) throws IOException, InterruptedException {
    Process process = begin(launch);
    if (!process.waitFor(START_LIMIT.toSeconds(), TimeUnit.SECONDS) || process.exitValue() != 0) {
      process.destroyForcibly();
      throw new IOException("command failed:\n" + Files.readString(log(launch)));
    }
  }

  private static Process begin(Launch launch) throws IOException {
    Files.createDirectories(launch.folder());
    List<String> command = new ArrayList<>(pinned(launch.core()));
    command.add(ProcessHandle.current().info().command().orElse("java"));
    command.addAll(launch.command());
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(launch.folder().toFile())
            .redirectErrorStream(true)
            .redirectOutput(log(launch).toFile());
    builder.environment().putAll(launch.environment());
    return builder.start();
  }

  private static Path log(Launch launch) {
    return launch.folder().resolve("server.log");
  }

  /** The command prefix that holds a process on one core. */
  static List<String> pinned(int core) {
    return core < 0 ? List.of() : List.of("taskset", "-c", Integer.toString(core));
  }

  Duration startTime() {
    return startTime;
  }

  /** Lets it run; fails when it ends meanwhile. */
  void runFor(Duration time) throws IOException, InterruptedException {
    if (process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new IOException("server ended with " + process.exitValue());
    }
  }

  long cpuMicros() {
    return ProcessUsage.cpuMicros(process.pid());
  }

  long residentKib() {
    return ProcessUsage.residentKib(process.pid());
  }

  /** Of reachable objects, after a full collection. */
  long liveHeapBytes() throws IOException, InterruptedException {
    return LiveHeap.bytes(process.pid());
  }

  /** The postmaster of its embedded database. */
  long database() throws IOException {
    LockFile lock = new LockFile();
    Files.walkFileTree(folder, Set.of(), LOCK_FILE_DEPTH, lock);
    if (lock.found == null) {
      throw new IOException("no embedded database under " + folder);
    }
    return Long.parseLong(Files.readAllLines(lock.found).get(0).trim());
  }

  long pid() {
    return process.pid();
  }

  /** Sends it a signal by its short name. */
  void signal(String name) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
  }

  /** Ends it without a word, as a machine does whose power fails. */
  void kill() throws InterruptedException {
    process.destroyForcibly();
    if (!process.waitFor(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
      throw new IllegalStateException("it survived kill -9");
    }
    Runtime.getRuntime().removeShutdownHook(killer);
  }

  /** The same with its database, all of whose processes end at once. */
  void killWithDatabase() throws IOException, InterruptedException {
    ProcessHandle postmaster = ProcessHandle.of(database()).orElseThrow();
    List<ProcessHandle> family =
        Stream.concat(Stream.of(postmaster), postmaster.descendants()).toList();
    process.destroyForcibly();
    family.forEach(ProcessHandle::destroyForcibly);
    family.forEach(one -> one.onExit().join());
    kill();
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    Runtime.getRuntime().removeShutdownHook(killer);
  }

  /** Asked so often that a client of some weight would take the core from what it waits for. */
  private static boolean isReady(URI url) {
    try (Socket socket = new Socket(url.getHost(), url.getPort())) {
      socket.setSoTimeout(ANSWER_MILLIS);
      String request = "GET " + url.getPath() + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(US_ASCII));
      byte[] start = socket.getInputStream().readNBytes(READY.length);
      return Arrays.equals(start, READY);
    } catch (IOException notYet) {
      return false;
    }
  }

  /** Looks for {@code postmaster.pid} while the database makes and removes files around it. */
  private static final class LockFile extends SimpleFileVisitor<Path> {
    private Path found;

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      if (!file.endsWith("postmaster.pid")) {
        return FileVisitResult.CONTINUE;
      }
      found = file;
      return FileVisitResult.TERMINATE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException gone) {
      return FileVisitResult.CONTINUE;
    }
  }
}
