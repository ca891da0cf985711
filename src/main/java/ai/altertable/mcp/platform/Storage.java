package ai.altertable.mcp.platform;

import ai.altertable.mcp.config.Config;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * What outlives the process: the data directory with the key file, and the migrated database.
 *
 * @param lock empty when another instance holds the data directory and we only use its server
 * @param server stopped with us, or empty likewise
 */
record Storage(
    Optional<DataDirectory> lock,
    Optional<PlatformServer> server,
    Secrets secrets,
    DatabaseAccess access)
    implements AutoCloseable {

  /**
   * Takes the data directory and starts from there. Blocks.
   *
   * @throws StartupException when any of it cannot be had; then all is given back
   */
  static Storage open(Config config) {
    DataDirectory directory = DataDirectory.open(config.runtime().dataDir());
    try {
      Secrets secrets = KeyFile.load(config.runtime().secretsKey(), directory.path());
      // Looked up while the server starts.
      CompletableFuture<Optional<SchemaMark>> mark =
          CompletableFuture.supplyAsync(SchemaMark::ofJar);
      PlatformServer server = PlatformServer.open(config, directory);
      try {
        Migrations.run(server.access().platform(), mark.join());
        return new Storage(Optional.of(directory), Optional.of(server), secrets, server.access());
      } catch (RuntimeException e) {
        server.close();
        throw e;
      }
    } catch (RuntimeException e) {
      directory.close();
      throw e;
    }
  }

  /**
   * Uses the embedded server of an instance that runs on the data directory; otherwise as {@link
   * #open}. Blocks.
   */
  static Storage attach(Config config) {
    Path directory = config.runtime().dataDir().toAbsolutePath().normalize();
    Optional<DatabaseAccess> running =
        config.database().url().isPresent()
            ? Optional.empty()
            : EmbeddedPostgres.running(directory);
    return running
        .map(
            access ->
                new Storage(
                    Optional.empty(),
                    Optional.empty(),
                    KeyFile.load(config.runtime().secretsKey(), directory),
                    access))
        .orElseGet(() -> open(config));
  }

  /** Stops an embedded server of ours, then lets others have the data directory. Blocks. */
  @Override
  public void close() {
    try {
      server.ifPresent(PlatformServer::close);
    } finally {
      lock.ifPresent(DataDirectory::close);
    }
  }
}
