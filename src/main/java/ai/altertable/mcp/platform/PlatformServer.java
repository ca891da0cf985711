package ai.altertable.mcp.platform;

import ai.altertable.mcp.config.Config;
import java.util.Optional;

/** The database server of this installation: an external one, or the embedded one. */
public final class PlatformServer implements AutoCloseable {
  private final DatabaseAccess access;
  private final Optional<EmbeddedPostgres> embedded;

  private PlatformServer(DatabaseAccess access, Optional<EmbeddedPostgres> embedded) {
    this.access = access;
    this.embedded = embedded;
  }

  /**
   * Starts the embedded server, or checks the external one. Blocks.
   *
   * @throws StartupException when it cannot be used, with how to mend it
   */
  public static PlatformServer open(Config config, DataDirectory directory) {
    Optional<String> admin = config.lakehouse().adminUrl();
    if (config.database().url().isPresent()) {
      return new PlatformServer(
          ExternalPostgres.check(config.database().url().get(), admin), Optional.empty());
    }
    Optional<EmbeddedPostgres> server =
        Optional.of(EmbeddedPostgres.start(directory, config.database().embeddedPort()));
    DatabaseAccess own = server.get().access();
    return new PlatformServer(
        admin
            .map(url -> new DatabaseAccess(own.platform(), ExternalPostgres.admin(url)))
            .orElse(own),
        server);
  }

  public DatabaseAccess access() {
    return access;
  }

  /** Stops the embedded server; leaves an external one alone. Blocks. */
  @Override
  public void close() {
    embedded.ifPresent(EmbeddedPostgres::close);
  }
}
