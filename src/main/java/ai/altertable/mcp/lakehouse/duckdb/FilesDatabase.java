package ai.altertable.mcp.lakehouse.duckdb;

import ai.altertable.mcp.config.ConnectionsConfig;
import ai.altertable.mcp.lakehouse.Column;
import ai.altertable.mcp.lakehouse.TableInfo;
import ai.altertable.mcp.lakehouse.duckdb.FileTable.Format;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import org.duckdb.DuckDBConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A database in memory whose tables are files. It is opened, told which files there are, and
 * locked: from then on no statement reaches another file, the network, an extension or a setting.
 * Blocks.
 */
final class FilesDatabase implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(FilesDatabase.class);
  private static final String SCHEMA = "main";

  /** Beyond that their statistics take longer to read than they save. */
  private static final int MAX_FILES_OF_STATISTICS = 200;

  /** {@link #literal}s are filled in before the lock. */
  private static final List<String> SETTINGS =
      List.of(
          "SET autoinstall_known_extensions = false",
          "SET autoload_known_extensions = false",
          "SET allow_community_extensions = false",
          "SET allow_unsigned_extensions = false",
          "SET allow_persistent_secrets = false",
          "SET temp_directory = ''",
          "SET max_temp_directory_size = '0MB'",
          "SET TimeZone = 'UTC'",
          "SET Calendar = 'gregorian'",
          "SET errors_as_json = true",
          "SET preserve_insertion_order = true");

  private static final List<String> LOCK =
      List.of("SET enable_external_access = false", "SET lock_configuration = true");

  private static final String COLUMNS =
      "SELECT column_name, data_type, is_nullable FROM duckdb_columns()"
          + " WHERE NOT internal AND table_name = ";

  private final DuckDBConnection root;
  private final List<TableInfo> tables;

  private FilesDatabase(DuckDBConnection root, List<TableInfo> tables) {
    this.root = root;
    this.tables = List.copyOf(tables);
  }

  /**
   * Opens one.
   *
   * @param streaming whether rows come while the statement runs, instead of when it has ended; what
   *     goes wrong is then told less well
   */
  static FilesDatabase open(FolderScan folder, ConnectionsConfig.DuckDb limits, boolean streaming)
      throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("jdbc_stream_results", Boolean.toString(streaming));
    DuckDBConnection root =
        (DuckDBConnection) DriverManager.getConnection("jdbc:duckdb:", properties);
    try {
      return new FilesDatabase(root, prepare(root, folder, limits));
    } catch (SQLException | RuntimeException e) {
      root.close();
      throw e;
    }
  }

  private static List<TableInfo> prepare(
      DuckDBConnection root, FolderScan folder, ConnectionsConfig.DuckDb limits)
      throws SQLException {
    List<TableInfo> tables = new ArrayList<>();
    try (Statement statement = root.createStatement()) {
      statement.execute("SET threads = " + limits.threads());
      statement.execute("SET memory_limit = '" + limits.memoryMegabytes() + "MB'");
      for (String setting : SETTINGS) {
        statement.execute(setting);
      }
      String files =
          folder.tables().stream()
              .flatMap(table -> table.files().stream())
              .map(file -> FileTable.literal(file.toString()))
              .collect(Collectors.joining(", ", "[", "]"));
      statement.execute("SET allowed_paths = " + files);
      statement.execute(LOCK.get(0));
      for (FileTable table : folder.tables()) {
        if (created(root, table)) {
          tables.add(describe(root, table));
        }
      }
      statement.execute(LOCK.get(1));
    }
    return tables;
  }

  /** A file that cannot be read is no table; the others are. */
  private static boolean created(DuckDBConnection root, FileTable table) {
    // a statement of its own: one that fails is closed by it
    try (Statement statement = root.createStatement()) {
      statement.execute(table.view());
      return true;
    } catch (SQLException e) {
      LOG.info("left out files that cannot be read table={} why={}", table.name(), e.getMessage());
      return false;
    }
  }

  private static TableInfo describe(DuckDBConnection root, FileTable table) throws SQLException {
    List<Column> columns = new ArrayList<>();
    Set<String> neverNull = neverNull(root, table);
    try (Statement statement = root.createStatement();
        ResultSet rows = statement.executeQuery(COLUMNS + FileTable.literal(table.name()))) {
      while (rows.next()) {
        boolean nullable = rows.getBoolean(3) && !neverNull.contains(rows.getString(1));
        columns.add(new Column(rows.getString(1), rows.getString(2), nullable, ""));
      }
    }
    return new TableInfo(
        SCHEMA, table.name(), "table", count(root, table), table.comment(), columns);
  }

  /** A user's id that is always there saves reading the columns that would stand in for it. */
  private static Set<String> neverNull(DuckDBConnection root, FileTable table) {
    Set<String> names = new HashSet<>();
    if (table.format() != Format.PARQUET || table.files().size() > MAX_FILES_OF_STATISTICS) {
      return names;
    }
    try (Statement statement = root.createStatement();
        ResultSet rows = statement.executeQuery(table.neverNull())) {
      while (rows.next()) {
        names.add(rows.getString(1));
      }
    } catch (SQLException e) {
      LOG.info("cannot read statistics table={} why={}", table.name(), e.getMessage());
    }
    return names;
  }

  private static Long count(DuckDBConnection root, FileTable table) {
    if (table.format() != Format.PARQUET) {
      return null;
    }
    try (Statement statement = root.createStatement();
        ResultSet rows = statement.executeQuery(table.count())) {
      return rows.next() ? rows.getLong(1) : null;
    } catch (SQLException e) {
      LOG.info("cannot count rows table={} why={}", table.name(), e.getMessage());
      return null;
    }
  }

  /** In the order of their names. */
  List<TableInfo> tables() {
    return tables;
  }

  /** A session of its own, for one statement. */
  Connection connect() throws SQLException {
    return root.duplicate();
  }

  @Override
  public void close() {
    try {
      root.close();
    } catch (SQLException e) {
      LOG.warn("a database in memory did not close", e);
    }
  }
}
