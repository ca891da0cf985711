package ai.altertable.mcp.platform;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A PostgreSQL server of our own under {@code data.dir/postgres}: durable, on loopback, behind
 * passwords. All methods block.
 *
 * <p>{@code pg_ctl} starts it in a session of its own, so Ctrl-C reaches us and not the server: it
 * goes last, when we say so. One that outlived a killed JVM is recognised by its process and its
 * data directory, and stopped before a new one starts with the settings of today. Whatever else
 * listens on the port is never talked to: the server that answers must name our data directory.
 */
public final class EmbeddedPostgres implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedPostgres.class);
  private static final String LOOPBACK = "127.0.0.1";
  private static final byte[] LOOPBACK_BYTES = {127, 0, 0, 1};
  private static final int ATTEMPTS = 3;

  private static final List<String> SETTINGS =
      List.of(
          "listen_addresses=" + LOOPBACK,
          "unix_socket_directories=",
          "max_connections=120",
          "shared_buffers=192MB",
          "fsync=on",
          "full_page_writes=on",
          "synchronous_commit=on",
          "password_encryption=scram-sha-256",
          // Stretching helps weak passwords; those here are 256 random bits, and each connection
          // would pay for it.
          "scram_iterations=1",
          "timezone=UTC",
          "log_timezone=UTC",
          // The text of a failing statement is a user's data: it does not belong in a log.
          "log_min_messages=fatal",
          "log_min_error_statement=panic");

  private final PostgresBinaries binaries;
  private final ServerAccount account;
  private final Path cluster;
  private final DatabaseAccess access;

  private EmbeddedPostgres(
      PostgresBinaries binaries, ServerAccount account, Path cluster, DatabaseAccess access) {
    this.binaries = binaries;
    this.account = account;
    this.cluster = cluster;
    this.access = access;
  }

  /**
   * Starts the server; unpacks its programs and creates its data directory the first time.
   *
   * @param directory held by us alone
   * @param port to listen on, 0 = any free one
   * @throws StartupException when it cannot run here
   */
  public static EmbeddedPostgres start(DataDirectory directory, int port) {
    Path home = directory.path().resolve("postgres");
    Path cluster = home.resolve("data");
    try {
      PrivateFiles.createDirectories(home);
      PostgresBinaries binaries = PostgresBinaries.unpack(home);
      ServerAccount account = ServerAccount.find(cluster, binaries.program("postgres"));
      EmbeddedCluster storage = new EmbeddedCluster(home, cluster);
      storage.create(binaries, account);
      stopOrphan(binaries, account, cluster);
      int listening = launch(binaries, account, cluster, port);
      DatabaseAccess access = storage.access(LOOPBACK, listening);
      EmbeddedPostgres server = new EmbeddedPostgres(binaries, account, cluster, access);
      try {
        storage.provision(access);
      } catch (SQLException | RuntimeException e) {
        server.close();
        throw e;
      }
      LOG.info("embedded PostgreSQL is ready port={} data={}", listening, cluster);
      return server;
    } catch (IOException | SQLException e) {
      throw new StartupException(
          "the embedded PostgreSQL under " + home + " does not start: " + e.getMessage(), e);
    }
  }

  /**
   * The server that another instance runs on a data directory.
   *
   * @param directory {@code data.dir}
   * @return empty when none runs, or it may not be used by this user
   */
  static Optional<DatabaseAccess> running(Path directory) {
    Path home = directory.resolve("postgres");
    Path cluster = home.resolve("data");
    try {
      Optional<Postmaster> server = Postmaster.of(cluster);
      return server.isEmpty() || !DataDirectory.held(directory)
          ? Optional.empty()
          : Optional.of(new EmbeddedCluster(home, cluster).access(LOOPBACK, server.get().port()));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  public DatabaseAccess access() {
    return access;
  }

  /**
   * Stops the server: open transactions are rolled back, committed data is on disk.
   *
   * @throws IllegalStateException when it does not stop
   */
  @Override
  public void close() {
    try {
      stop(binaries, account, cluster);
    } catch (IOException e) {
      throw new IllegalStateException("the embedded PostgreSQL does not stop", e);
    }
  }

  private static void stopOrphan(PostgresBinaries binaries, ServerAccount account, Path cluster)
      throws IOException {
    Optional<Postmaster> orphan = Postmaster.of(cluster);
    if (orphan.isPresent()) {
      LOG.warn(
          "stopping the server that a killed process left behind pid={} port={}",
          orphan.get().process().pid(),
          orphan.get().port());
      stop(binaries, account, cluster);
    }
    Postmaster.forget(cluster);
  }

  private static void stop(PostgresBinaries binaries, ServerAccount account, Path cluster)
      throws IOException {
    if (Postmaster.of(cluster).isEmpty()) {
      return;
    }
    List<String> fast = List.of("stop", "-D", cluster.toString(), "-m", "fast", "-t", "30");
    try {
      Subprocess.run(control(binaries, account, fast));
    } catch (IOException e) {
      LOG.warn(
          "the embedded PostgreSQL does not stop in time; it will recover at the next start", e);
      Subprocess.run(
          control(binaries, account, List.of("stop", "-D", cluster.toString(), "-m", "immediate")));
    }
  }

  private static int launch(
      PostgresBinaries binaries, ServerAccount account, Path cluster, int port) throws IOException {
    Path log = cluster.resolve("server.log");
    IOException failure = null;
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      int chosen = free(port);
      Files.deleteIfExists(log);
      try {
        // It looks ten times a second itself, which is long beside what the server takes.
        Subprocess.runUntil(
            control(
                binaries,
                account,
                List.of(
                    "start",
                    "-D",
                    cluster.toString(),
                    "-l",
                    log.toString(),
                    "-o",
                    options(chosen),
                    "-t",
                    "60",
                    "--silent")),
            () -> Postmaster.ready(cluster));
        return chosen;
      } catch (IOException e) {
        // A free port can be taken between our look and the server's; a chosen one cannot change.
        failure =
            new IOException(Files.exists(log) ? Files.readString(log).strip() : e.getMessage(), e);
        if (port != 0) {
          break;
        }
      }
    }
    throw failure;
  }

  private static String options(int port) {
    return SETTINGS.stream()
        .map(setting -> "-c " + setting)
        .collect(Collectors.joining(" ", "-c port=" + port + " ", ""));
  }

  private static int free(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getByAddress(LOOPBACK_BYTES), port));
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new StartupException(
          "port " + port + " is in use; database.embedded_port names it, 0 takes any free one", e);
    }
  }

  private static List<String> control(
      PostgresBinaries binaries, ServerAccount account, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(binaries.program("pg_ctl"));
    command.addAll(arguments);
    return account.command(command);
  }
}
