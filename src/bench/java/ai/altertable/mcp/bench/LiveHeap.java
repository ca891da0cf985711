package ai.altertable.mcp.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a JVM holds on its heap, asked with {@code jcmd}. */
final class LiveHeap {
  private static final Path JCMD = Path.of(System.getProperty("java.home"), "bin", "jcmd");
  private static final Pattern TOTAL = Pattern.compile("(?m)^Total\\s+\\d+\\s+(\\d+)$");

  private LiveHeap() {}

  /** Bytes of all objects that are reachable; a full collection comes first. */
  static long bytes(long pid) throws IOException, InterruptedException {
    Process jcmd =
        new ProcessBuilder(JCMD.toString(), Long.toString(pid), "GC.class_histogram")
            .redirectErrorStream(true)
            .start();
    String histogram = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    Matcher total = TOTAL.matcher(histogram);
    if (jcmd.waitFor() != 0 || !total.find()) {
      throw new IOException("jcmd gave no histogram:\n" + histogram);
    }
    return Long.parseLong(total.group(1));
  }
}
