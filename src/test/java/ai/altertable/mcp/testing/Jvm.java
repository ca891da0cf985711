package ai.altertable.mcp.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Another JVM with this one's class path, for what only a process can show: how it starts, what a
 * signal does to it, and what it leaves behind. Killed when closed.
 */
public final class Jvm implements AutoCloseable {
  private static final long LONGEST_SECONDS = 180;

  private final Process process;
  private final Path output;

  private Jvm(Process process, Path output) {
    this.process = process;
    this.output = output;
  }

  /**
   * Starts it.
   *
   * @param environment added to ours
   */
  public static Jvm start(Map<String, String> environment, Class<?> main, String... arguments)
      throws IOException {
    return start(
        List.of(), System.getProperty("java.class.path"), environment, main, List.of(arguments));
  }

  /**
   * Starts it as someone else.
   *
   * @param prefix command that runs the rest of the line, like {@code setpriv --reuid=nobody}
   * @param classPath that they can read
   */
  public static Jvm start(List<String> prefix, String classPath, Class<?> main, String... arguments)
      throws IOException {
    return start(prefix, classPath, Map.of(), main, List.of(arguments));
  }

  private static Jvm start(
      List<String> prefix,
      String classPath,
      Map<String, String> environment,
      Class<?> main,
      List<String> arguments)
      throws IOException {
    List<String> command = new ArrayList<>(prefix);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-cp", classPath, main.getName()));
    command.addAll(arguments);
    Path output = Files.createTempFile(Path.of("target"), "jvm", ".log");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
    builder.environment().putAll(environment);
    return new Jvm(builder.start(), output);
  }

  /** What it has printed so far. */
  public String output() {
    try {
      return Files.readString(output, UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Waits until it has printed a text; fails when it ends before. */
  public void awaitOutput(String text) {
    Await.until(
        () -> {
          boolean printed = output().contains(text);
          if (!printed && !process.isAlive()) {
            throw new AssertionError("ended without printing '" + text + "': " + output());
          }
          return printed;
        },
        LONGEST_SECONDS);
  }

  /** Sends a signal by name: {@code INT}, {@code TERM}, {@code KILL}. */
  public void signal(String name) throws IOException {
    new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start();
  }

  /** Waits for its end and returns the exit status. */
  public int await() throws InterruptedException {
    if (!process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)) {
      throw new AssertionError("does not end: " + output());
    }
    return process.exitValue();
  }

  @Override
  public void close() throws IOException {
    process.destroyForcibly();
    Files.deleteIfExists(output);
  }
}
