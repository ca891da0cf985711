package ai.altertable.mcp.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What processes cost, read from {@code /proc} (Linux, proc(5)). */
final class ProcessUsage {
  private static final Path PROC = Path.of("/proc");
  private static final long MICROS_PER_TICK = 10_000;

  private ProcessUsage() {}

  /** CPU time that a process has used, user and system, in microseconds. */
  static long cpuMicros(long pid) {
    String[] fields = stat(pid);
    return ticks(fields, 14) + ticks(fields, 15);
  }

  /** CPU time of a process and its children, dead ones included, in microseconds. */
  static long familyCpuMicros(long pid) {
    String[] fields = stat(pid);
    long own = ticks(fields, 14) + ticks(fields, 15) + ticks(fields, 16) + ticks(fields, 17);
    return own + children(pid).stream().mapToLong(ProcessUsage::cpuMicros).sum();
  }

  /** Memory that a process holds, in KiB, shared pages counted in full ({@code VmRSS}). */
  static long residentKib(long pid) {
    return kib(PROC.resolve(pid + "/status"), "VmRSS:");
  }

  /** Memory of a process and its children, in KiB, shared pages counted once ({@code Pss}). */
  static long familyProportionalKib(long pid) {
    return Stream.concat(Stream.of(pid), children(pid).stream())
        .mapToLong(each -> kib(PROC.resolve(each + "/smaps_rollup"), "Pss:"))
        .sum();
  }

  /** Files, sockets among them, that a process has open. */
  static int openFiles(long pid) {
    try (Stream<Path> files = Files.list(PROC.resolve(pid + "/fd"))) {
      return Math.toIntExact(files.count());
    } catch (IOException gone) {
      return 0;
    }
  }

  private static List<Long> children(long pid) {
    return ProcessHandle.of(pid)
        .map(process -> process.children().map(ProcessHandle::pid).toList())
        .orElse(List.of());
  }

  /** Fields by their number in proc(5); the command, field 2, may hold spaces and is left out. */
  private static String[] stat(long pid) {
    String line = String.join("", lines(PROC.resolve(pid + "/stat")));
    String[] rest = line.substring(line.lastIndexOf(')') + 1).trim().split(" ");
    return rest.length < 15 ? new String[15] : rest;
  }

  private static long ticks(String[] fieldsFromThird, int number) {
    String value = fieldsFromThird[number - 3];
    return value == null ? 0 : Long.parseLong(value) * MICROS_PER_TICK;
  }

  private static long kib(Path file, String key) {
    return lines(file).stream()
        .filter(line -> line.startsWith(key))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .sum();
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (NoSuchFileException gone) {
      return List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
