package ai.altertable.mcp.platform;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;

import java.io.File;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Runs a helper program. */
final class Subprocess {
  private static final int LONGEST_SECONDS = 120;
  private static final int LOOK_MILLIS = 5;

  private Subprocess() {}

  /**
   * @return what it printed
   * @throws IOException when it cannot be run, fails (then the message has what it printed), or
   *     does not end in time
   */
  static String run(List<String> command) throws IOException {
    Process process = start(command);
    CompletableFuture<Process> inTime =
        process
            .onExit()
            .orTimeout(LONGEST_SECONDS, SECONDS)
            .whenComplete(
                (ended, late) -> {
                  if (late != null) {
                    process.destroyForcibly();
                  }
                });
    String output = output(process);
    if (inTime.isCompletedExceptionally()) {
      throw new IOException(command + " did not end within " + LONGEST_SECONDS + " s: " + output);
    }
    check(command, await(process), output);
    return output;
  }

  /**
   * Runs a program that says little until what it is for has come about, or it has ended.
   *
   * @param reached asked again and again; when it holds, the program is left to end by itself
   * @throws IOException as of {@link #run}
   */
  static void runUntil(List<String> command, Condition reached) throws IOException {
    Process process = start(command);
    long deadline = System.nanoTime() + SECONDS.toNanos(LONGEST_SECONDS);
    while (!reached.holds()) {
      if (ended(process)) {
        check(command, process.exitValue(), output(process));
        return;
      }
      if (System.nanoTime() > deadline) {
        process.destroyForcibly();
        throw new IOException(command + " did not end within " + LONGEST_SECONDS + " s");
      }
    }
  }

  /** Something on disk that may hold. */
  interface Condition {
    boolean holds() throws IOException;
  }

  private static Process start(List<String> command) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(new File("/"))
            .redirectErrorStream(true)
            .redirectInput(new File("/dev/null"));
    // PGDATA, PGPORT and the like would change what the programs do.
    builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
    builder.environment().put("LC_ALL", "C");
    return builder.start();
  }

  private static String output(Process process) throws IOException {
    return new String(process.getInputStream().readAllBytes(), UTF_8).strip();
  }

  private static void check(List<String> command, int status, String output) throws IOException {
    if (status != 0) {
      throw new IOException(command + " ended with " + status + ": " + output);
    }
  }

  private static boolean ended(Process process) throws IOException {
    try {
      return process.waitFor(LOOK_MILLIS, MILLISECONDS);
    } catch (InterruptedException e) {
      throw interrupted(process, e);
    }
  }

  private static int await(Process process) throws IOException {
    try {
      return process.waitFor();
    } catch (InterruptedException e) {
      throw interrupted(process, e);
    }
  }

  private static IOException interrupted(Process process, InterruptedException e) {
    process.destroyForcibly();
    Thread.currentThread().interrupt();
    return new IOException("interrupted", e);
  }
}
