package ai.altertable.mcp.platform;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/** Where the master key of {@link Secrets} comes from: {@code secrets.key}, or a generated file. */
public final class KeyFile {
  private static final int KEY_BYTES = 32;

  private KeyFile() {}

  /**
   * Reads the key; generates {@code data.dir/secrets.key} when there is none.
   *
   * @param configured {@code secrets.key}: 32 bytes in base64, or several of those with commas
   *     between, of which the first seals
   * @param directory {@code data.dir}, which exists
   * @throws StartupException when others may read the file, or it holds no key
   */
  public static Secrets load(Optional<String> configured, Path directory) {
    if (configured.isPresent()) {
      return secrets(configured.get());
    }
    Path file = directory.resolve("secrets.key");
    try {
      if (Files.notExists(file)) {
        PrivateFiles.create(file, generate());
      }
      if (PrivateFiles.sharedWithOthers(file)) {
        throw new StartupException("other users may read " + file + "; run: chmod 600 " + file);
      }
      return secrets(Files.readString(file));
    } catch (IOException e) {
      throw new StartupException("the key file " + file + " cannot be used: " + e, e);
    } catch (IllegalArgumentException e) {
      throw new StartupException(
          file
              + " does not hold 32 bytes in base64; restore it from a backup: without it, sealed"
              + " keys and passwords in the database cannot be opened",
          e);
    }
  }

  /**
   * The same, but never generates one.
   *
   * @throws StartupException also when there is none
   */
  static Secrets existing(Optional<String> configured, Path directory) {
    Path file = directory.resolve("secrets.key");
    if (configured.isEmpty() && Files.notExists(file)) {
      throw new StartupException(
          "there is no " + file + " and no secrets.key: sealed secrets cannot be opened without");
    }
    return load(configured, directory);
  }

  /** Keys stand one behind the other, with commas between or each in a line. */
  private static Secrets secrets(String keys) {
    return new Secrets(
        Pattern.compile("[,\\s]+")
            .splitAsStream(keys.strip())
            .map(Base64.getDecoder()::decode)
            .toList());
  }

  private static String generate() {
    byte[] key = new byte[KEY_BYTES];
    new SecureRandom().nextBytes(key);
    return Base64.getEncoder().encodeToString(key);
  }
}
