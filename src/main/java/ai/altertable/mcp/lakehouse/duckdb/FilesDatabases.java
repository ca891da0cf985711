package ai.altertable.mcp.lakehouse.duckdb;

import ai.altertable.mcp.config.ConnectionsConfig;
import ai.altertable.mcp.lakehouse.QueryFault;
import ai.altertable.mcp.lakehouse.QueryFault.Detail;
import ai.altertable.mcp.lakehouse.QueryFault.Kind;
import ai.altertable.mcp.lakehouse.connection.DuckDbSettings;
import ai.altertable.mcp.lakehouse.connection.ExternalConnection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The databases of this node, opened when they are wanted, again when their files change, and
 * closed when another needs the place or nobody used them for a while. Blocks; thread-safe.
 */
final class FilesDatabases {
  private static final int MAX_OPEN = 8;
  private static final long IDLE_NANOS = Duration.ofMinutes(5).toNanos();
  private static final long SCANNED_NANOS = Duration.ofSeconds(10).toNanos();

  private final ConnectionsConfig config;

  // least recently used first; guarded by this
  private final Map<ExternalConnection.Key, Entry> open = new LinkedHashMap<>(16, 0.75f, true);

  private static final class Entry {
    private final FilesDatabase database;
    private final int state;
    private int leases;
    private long scanned;
    private long used;
    private boolean retired;

    private Entry(FilesDatabase database, int state) {
      this.database = database;
      this.state = state;
    }
  }

  /** A database in use; {@link #close} exactly once. */
  final class Lease implements AutoCloseable {
    private final Entry entry;

    private Lease(Entry entry) {
      this.entry = entry;
    }

    FilesDatabase database() {
      return entry.database;
    }

    @Override
    public void close() {
      release(entry);
    }
  }

  FilesDatabases(ConnectionsConfig config) {
    this.config = config;
  }

  /**
   * The database of a connection.
   *
   * @throws QueryFault when its folder is not there, or when every place is taken
   */
  synchronized Lease lease(ExternalConnection connection) throws SQLException {
    Entry entry = open.get(connection.key());
    if (entry == null || System.nanoTime() - entry.scanned > SCANNED_NANOS) {
      FolderScan scan = scan(connection);
      if (entry == null || entry.state != scan.state()) {
        retire(connection.key());
        makeRoom();
        entry = new Entry(FilesDatabase.open(scan, config.duckdb(), false), scan.state());
        open.put(connection.key(), entry);
      }
      entry.scanned = System.nanoTime();
    }
    entry.leases++;
    return new Lease(entry);
  }

  /** A database for one long read, whose rows stream; the caller closes it. */
  FilesDatabase streaming(ExternalConnection connection) throws SQLException {
    return FilesDatabase.open(scan(connection), config.duckdb(), true);
  }

  /** How faults of a connection's statements are told; its folder is there. */
  FileFaults faults(ExternalConnection connection) {
    return new FileFaults(
        connection.info().catalog(), folder(connection) + "/", () -> forget(connection.key()));
  }

  /** Files are not what they were: they are looked at again for the next statement. */
  private synchronized void forget(ExternalConnection.Key key) {
    retire(key);
  }

  private FolderScan scan(ExternalConnection connection) {
    Path folder = folder(connection);
    try {
      return FolderScan.of(folder);
    } catch (IOException e) {
      throw missing(connection);
    }
  }

  /** With its links followed, as DuckDB is told of it. */
  private Path folder(ExternalConnection connection) {
    Path root =
        config
            .filesRoot()
            .orElseThrow(
                () ->
                    unavailable(
                        "Files are not offered on this server.",
                        "The operator sets connections.files_root."));
    DuckDbSettings settings = (DuckDbSettings) connection.settings();
    try {
      Path own =
          root.resolve(connection.tenant().organization())
              .resolve(connection.tenant().environment())
              .toRealPath();
      Path folder = own.resolve(settings.folder()).toRealPath();
      if (folder.startsWith(own) && Files.isDirectory(folder)) {
        return folder;
      }
    } catch (IOException e) {
      // told without the server's paths
    }
    throw missing(connection);
  }

  private static QueryFault missing(ExternalConnection connection) {
    return unavailable(
        "The environment has no folder \""
            + ((DuckDbSettings) connection.settings()).folder()
            + "\".",
        "It is made by the operator, as <organization>/<environment>/<folder> below"
            + " connections.files_root.");
  }

  private void makeRoom() {
    for (Map.Entry<ExternalConnection.Key, Entry> entry : List.copyOf(open.entrySet())) {
      if (open.size() >= MAX_OPEN && entry.getValue().leases == 0) {
        retire(entry.getKey());
      }
    }
    if (open.size() >= MAX_OPEN) {
      throw unavailable(
          "Too many folders are being queried on this server right now.",
          "Try the same call again in a few seconds.");
    }
  }

  private void retire(ExternalConnection.Key key) {
    Entry entry = open.remove(key);
    if (entry != null) {
      entry.retired = true;
      if (entry.leases == 0) {
        entry.database.close();
      }
    }
  }

  private synchronized void release(Entry entry) {
    entry.leases--;
    entry.used = System.nanoTime();
    if (entry.retired && entry.leases == 0) {
      entry.database.close();
    }
  }

  /** Closes what nobody used for a while. */
  synchronized void sweep() {
    long now = System.nanoTime();
    open.entrySet().stream()
        .filter(each -> each.getValue().leases == 0 && now - each.getValue().used > IDLE_NANOS)
        .map(Map.Entry::getKey)
        .toList()
        .forEach(this::retire);
  }

  /** Closes everything, now or when what runs has ended. */
  synchronized void close() {
    List.copyOf(open.keySet()).forEach(this::retire);
  }

  private static QueryFault unavailable(String message, String hint) {
    return new QueryFault(Kind.UNAVAILABLE, message, Detail.hint(hint));
  }
}
