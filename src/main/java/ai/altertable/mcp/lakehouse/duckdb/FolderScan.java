package ai.altertable.mcp.lakehouse.duckdb;

import ai.altertable.mcp.lakehouse.duckdb.FileTable.Format;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The tables of a folder: each file in it, and each folder in it with all its files. Links and
 * special files are left out, and so are names that DuckDB would take for patterns or that no
 * statement can write.
 *
 * @param tables by name
 * @param state differs when a file was added, removed or changed
 */
record FolderScan(List<FileTable> tables, int state) {
  private static final int MAX_FILES = 10_000;
  private static final int MAX_TABLES = 500;
  private static final int MAX_DEPTH = 8;
  private static final int MAX_NAME = 255;

  FolderScan {
    tables = List.copyOf(tables);
  }

  static FolderScan of(Path folder) throws IOException {
    Visitor visitor = new Visitor(folder);
    // without FOLLOW_LINKS, a link is visited as a link, and left out
    Files.walkFileTree(
        folder, EnumSet.noneOf(java.nio.file.FileVisitOption.class), MAX_DEPTH, visitor);
    return new FolderScan(visitor.tables(), visitor.state);
  }

  private static final class Visitor extends SimpleFileVisitor<Path> {
    private final Path folder;
    private final Map<String, Map<Format, List<Path>>> found = new TreeMap<>();
    private int files;
    private int state;

    private Visitor(Path folder) {
      this.folder = folder;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      Optional<Format> format = format(file.getFileName().toString());
      Path relative = folder.relativize(file);
      if (!attributes.isRegularFile() || format.isEmpty() || !harmless(relative)) {
        return FileVisitResult.CONTINUE;
      }
      String first = relative.getName(0).toString();
      String table = relative.getNameCount() == 1 ? stem(first) : first;
      found
          .computeIfAbsent(table, name -> new TreeMap<>())
          .computeIfAbsent(format.get(), kind -> new ArrayList<>())
          .add(file);
      state = 31 * state + file.hashCode();
      state = 31 * state + attributes.lastModifiedTime().hashCode();
      state = 31 * state + Long.hashCode(attributes.size());
      return ++files < MAX_FILES ? FileVisitResult.CONTINUE : FileVisitResult.TERMINATE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException unreadable) {
      return FileVisitResult.CONTINUE;
    }

    /** Files of several formats under one name are a table each. */
    private List<FileTable> tables() {
      List<FileTable> tables = new ArrayList<>();
      found.forEach(
          (name, formats) ->
              formats.forEach(
                  (format, paths) ->
                      tables.add(
                          new FileTable(
                              formats.size() == 1
                                  ? name
                                  : name + "_" + format.name().toLowerCase(Locale.ROOT),
                              format,
                              paths.stream().sorted().toList()))));
      return tables.subList(0, Math.min(MAX_TABLES, tables.size()));
    }
  }

  private static Optional<Format> format(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    String plain = lower.endsWith(".gz") ? lower.substring(0, lower.length() - 3) : lower;
    if (lower.endsWith(".parquet")) {
      return Optional.of(Format.PARQUET);
    }
    if (plain.endsWith(".csv") || plain.endsWith(".tsv")) {
      return Optional.of(Format.CSV);
    }
    return plain.endsWith(".json") || plain.endsWith(".ndjson") || plain.endsWith(".jsonl")
        ? Optional.of(Format.JSON)
        : Optional.empty();
  }

  private static String stem(String name) {
    String plain =
        name.toLowerCase(Locale.ROOT).endsWith(".gz") ? name.substring(0, name.length() - 3) : name;
    return plain.substring(0, plain.lastIndexOf('.'));
  }

  private static boolean harmless(Path relative) {
    for (Path part : relative) {
      String name = part.toString();
      boolean odd =
          name.isEmpty()
              || name.startsWith(".")
              || name.length() > MAX_NAME
              || name.chars().anyMatch(c -> c < ' ' || c == 0x7f || "*?[]{}\\".indexOf(c) >= 0);
      if (odd) {
        return false;
      }
    }
    return true;
  }
}
