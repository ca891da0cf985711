package ai.altertable.mcp.platform;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The server process that {@code postmaster.pid} of a data directory names.
 *
 * @param process alive when it was looked up
 * @param port it listens on
 */
record Postmaster(ProcessHandle process, int port) {
  private static final String FILE = "postmaster.pid";
  private static final int STATUS_LINE = 7;

  /**
   * Finds the server that runs on a data directory. A number that now belongs to some other process
   * is not taken for one: the process must be PostgreSQL and have been started on this directory.
   *
   * @return empty when none does; then a {@code postmaster.pid} that still lies there is stale
   */
  static Optional<Postmaster> of(Path cluster) throws IOException {
    List<String> lines = lines(cluster);
    if (lines.size() < 4) {
      return Optional.empty();
    }
    try {
      int port = Integer.parseInt(lines.get(3).trim());
      return ProcessHandle.of(Long.parseLong(lines.get(0).trim()))
          .filter(process -> serves(process, cluster))
          .map(process -> new Postmaster(process, port));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  /** Whether a server that was started on a data directory accepts connections. */
  static boolean ready(Path cluster) throws IOException {
    List<String> lines = lines(cluster);
    return lines.size() > STATUS_LINE && lines.get(STATUS_LINE).strip().equals("ready");
  }

  private static List<String> lines(Path cluster) throws IOException {
    try {
      return Files.readAllLines(cluster.resolve(FILE));
    } catch (NoSuchFileException e) {
      return List.of();
    }
  }

  /** Takes away the file of a server that is gone, which would keep a new one from starting. */
  static void forget(Path cluster) throws IOException {
    Files.deleteIfExists(cluster.resolve(FILE));
  }

  private static boolean serves(ProcessHandle process, Path cluster) {
    boolean postgres =
        process.info().command().filter(command -> command.endsWith("/postgres")).isPresent();
    return postgres
        && process.info().arguments().stream()
            .flatMap(Arrays::stream)
            .anyMatch(argument -> argument.equals(cluster.toString()));
  }
}
