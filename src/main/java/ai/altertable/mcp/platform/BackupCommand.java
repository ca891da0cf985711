package ai.altertable.mcp.platform;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.pgclient.PgConnectOptions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/**
 * {@code backup}: the whole embedded server, platform and environments, to one file, while it
 * works. The key that sealed secrets need is not in it. External servers have tools of their own.
 */
public final class BackupCommand implements Command {
  static final String DATA = "data/";
  static final String PASSWORDS = "passwords/";
  static final List<String> ROLES = List.of("postgres", "altertable");

  private static final String OUTPUT = "--output";

  @Override
  public String name() {
    return "backup";
  }

  @Override
  public String usage() {
    return "--output FILE  copy the embedded database, all of it, while it works; keep secrets.key"
        + " elsewhere: it is not in the copy";
  }

  @Override
  public Future<String> run(Platform platform, List<String> arguments) {
    if (arguments.size() != 2 || !arguments.get(0).equals(OUTPUT)) {
      throw new IllegalArgumentException("backup takes " + OUTPUT + " FILE");
    }
    if (platform.config().database().url().isPresent()) {
      throw new IllegalArgumentException(
          "database.url names a server of yours, and this copies the embedded one: use its own"
              + " tools (pg_basebackup, or pg_dumpall, which takes every environment's database and"
              + " the roles along), and keep secrets.key elsewhere");
    }
    Path file = Path.of(arguments.get(1)).toAbsolutePath();
    return platform.vertx().executeBlocking(() -> write(platform, file));
  }

  static String purpose(String role) {
    return "backup/" + role;
  }

  private static String write(Platform platform, Path file) throws IOException, SQLException {
    boolean whole = false;
    try (BackupWriter backup = new BackupWriter(file)) {
      PgConnectOptions superuser = platform.access().admin();
      Path home =
          platform.config().runtime().dataDir().toAbsolutePath().normalize().resolve("postgres");
      for (String role : ROLES) {
        byte[] password = Files.readAllBytes(home.resolve(role + ".password"));
        byte[] sealed = platform.secrets().seal(purpose(role), password);
        backup.file(PASSWORDS + role, new ByteArrayInputStream(sealed));
      }
      new OnlineBackup(superuser, home.resolve("data")).write(backup, DATA);
      backup.manifest(about(home));
      whole = true;
      return backup.count()
          + " files, "
          + (backup.bytes() >> 20)
          + " MiB before compression, in "
          + file
          + "\nsecrets.key is not among them: restoring takes the same one";
    } catch (FileAlreadyExistsException e) {
      whole = true;
      throw new IllegalArgumentException(file + " exists; nothing is overwritten", e);
    } finally {
      if (!whole) {
        Files.deleteIfExists(file);
      }
    }
  }

  private static JsonObject about(Path home) throws IOException {
    String version = Files.readString(home.resolve("data/PG_VERSION"), US_ASCII).strip();
    return new JsonObject().put("postgres", version).put("at", Instant.now().toString());
  }
}
