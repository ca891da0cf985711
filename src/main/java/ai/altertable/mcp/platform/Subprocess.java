package ai.altertable.mcp.platform;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;

import java.io.File;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Runs a helper program to its end. */
final class Subprocess {
  private static final int LONGEST_SECONDS = 120;

  private Subprocess() {}

  /**
   * @return what it printed
   * @throws IOException when it cannot be run, fails (then the message has what it printed), or
   *     does not end in time
   */
  static String run(List<String> command) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(new File("/"))
            .redirectErrorStream(true)
            .redirectInput(new File("/dev/null"));
    // PGDATA, PGPORT and the like would change what the programs do.
    builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
    builder.environment().put("LC_ALL", "C");
    Process process = builder.start();
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
    String output = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
    if (inTime.isCompletedExceptionally()) {
      throw new IOException(command + " did not end within " + LONGEST_SECONDS + " s: " + output);
    }
    int status = await(process);
    if (status != 0) {
      throw new IOException(command + " ended with " + status + ": " + output);
    }
    return output;
  }

  private static int await(Process process) throws IOException {
    try {
      return process.waitFor();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
