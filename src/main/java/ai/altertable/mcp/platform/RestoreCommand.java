package ai.altertable.mcp.platform;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;

import ai.altertable.mcp.config.Config;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code restore}: makes an embedded server of a backup, in a data directory that has none. It
 * appears whole or not at all, and is started once, so that it has replayed its log.
 */
public final class RestoreCommand implements OfflineCommand {
  private static final String FROM = "--from";

  @Override
  public String name() {
    return "restore";
  }

  @Override
  public String usage() {
    return "--from FILE  make the embedded database from a backup, where there is none yet";
  }

  @Override
  public int run(Config config, List<String> arguments, PrintStream out) {
    if (arguments.size() != 2 || !arguments.get(0).equals(FROM)) {
      throw new IllegalArgumentException("restore takes " + FROM + " FILE");
    }
    if (config.database().url().isPresent()) {
      throw new IllegalArgumentException(
          "database.url names a server of yours; backups are of the embedded one");
    }
    Path file = Path.of(arguments.get(1)).toAbsolutePath();
    try (DataDirectory directory = DataDirectory.open(config.runtime().dataDir());
        BackupReader backup = new BackupReader(file)) {
      Secrets secrets = KeyFile.existing(config.runtime().secretsKey(), directory.path());
      restore(backup, directory, secrets);
      replay(directory);
      out.println(
          "restored to " + directory.path() + " as of " + backup.manifest().getString("at"));
      return 0;
    } catch (IOException e) {
      throw new StartupException("the backup " + file + " cannot be restored: " + e, e);
    }
  }

  /** A copy that does not start is none: it goes again. */
  private static void replay(DataDirectory directory) throws IOException {
    try {
      EmbeddedPostgres.start(directory, 0).close();
    } catch (RuntimeException e) {
      PrivateFiles.deleteTree(directory.path().resolve("postgres/data"));
      throw e;
    }
  }

  private static void restore(BackupReader backup, DataDirectory directory, Secrets secrets)
      throws IOException {
    Path home = directory.path().resolve("postgres");
    Path data = home.resolve("data");
    if (Files.exists(data)) {
      throw new StartupException(
          data
              + " exists, and nothing is overwritten: give a data.dir that holds the secrets.key of"
              + " the backup and nothing else");
    }
    PrivateFiles.createDirectories(home);
    Map<String, String> passwords = passwords(backup, secrets);
    PostgresBinaries binaries = PostgresBinaries.unpack(home);
    ServerAccount account = ServerAccount.find(data, binaries.program("postgres"));
    Path draft = home.resolve("restoring");
    PrivateFiles.deleteTree(draft);
    try {
      PrivateFiles.createDirectories(draft);
      account.own(draft);
      backup.unpack(BackupCommand.DATA, draft, account::own);
      for (Map.Entry<String, String> password : passwords.entrySet()) {
        PrivateFiles.create(home.resolve(password.getKey() + ".password"), password.getValue());
      }
      Files.move(draft, data, ATOMIC_MOVE);
    } finally {
      PrivateFiles.deleteTree(draft);
    }
  }

  /** Opened before anything is unpacked: another key would make a server of no use. */
  private static Map<String, String> passwords(BackupReader backup, Secrets secrets)
      throws IOException {
    Map<String, String> passwords = new HashMap<>();
    for (String role : BackupCommand.ROLES) {
      byte[] sealed = backup.bytes(BackupCommand.PASSWORDS + role);
      try {
        byte[] password = secrets.open(BackupCommand.purpose(role), sealed);
        passwords.put(role, new String(password, US_ASCII));
      } catch (IllegalArgumentException e) {
        throw new StartupException(
            "this secrets.key is not the one of the backup; put the right one in its place", e);
      }
    }
    return passwords;
  }
}
