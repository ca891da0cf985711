package ai.altertable.mcp.platform;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;

import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * The PostgreSQL programs that the jar carries as {@code postgres-<system>-<processor>.tgz}, one
 * archive for each platform it was built for.
 */
final class PostgresBinaries {
  private static final int OWNER_MAY_EXECUTE = 0100;
  // Whatever the umask says: the account that runs them need not be the one that unpacks them.
  private static final Set<PosixFilePermission> PLAIN =
      PosixFilePermissions.fromString("rw-r--r--");
  private static final Set<PosixFilePermission> PROGRAM =
      PosixFilePermissions.fromString("rwxr-xr-x");

  private final Path home;

  private PostgresBinaries(Path home) {
    this.home = home;
  }

  /**
   * Unpacks the programs of this platform, unless they are there already. A directory stands for
   * one archive and gets its name only when it is complete, so a half unpacked one is never used.
   *
   * @param parent where it is; programs of other versions are removed from there
   * @throws StartupException when the jar holds none for this platform
   */
  static PostgresBinaries unpack(Path parent) throws IOException {
    URLConnection archive = archive().openConnection();
    Path home = parent.resolve("programs-" + stamp(archive));
    if (Files.notExists(home)) {
      Path draft = parent.resolve("unpacking");
      PrivateFiles.deleteTree(draft);
      try (InputStream in = archive.getInputStream()) {
        Files.createDirectory(draft);
        Files.setPosixFilePermissions(draft, PROGRAM);
        unpack(in, draft);
      }
      Files.move(draft, home, ATOMIC_MOVE);
      removeOthers(parent, home);
    }
    return new PostgresBinaries(home);
  }

  Path home() {
    return home;
  }

  /** A program: {@code initdb}, {@code pg_ctl} or {@code postgres}. */
  String program(String name) {
    return home.resolve("bin").resolve(name).toString();
  }

  private static URL archive() {
    String name = "/postgres-" + system() + "-" + processor() + ".tgz";
    URL url = PostgresBinaries.class.getResource(name);
    if (url == null) {
      throw new StartupException(
          "this build carries no embedded PostgreSQL for this machine ("
              + name.substring(1)
              + "); build it here or with -Pall-platforms, or set database.url");
    }
    return url;
  }

  private static String system() {
    String name = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    return name.startsWith("mac") ? "darwin" : name.replace(' ', '_');
  }

  private static String processor() {
    String name = System.getProperty("os.arch");
    return switch (name) {
      case "amd64", "x86_64" -> "x86_64";
      case "aarch64" -> "arm_64";
      default -> name;
    };
  }

  private static String stamp(URLConnection archive) throws IOException {
    long stamp =
        archive instanceof JarURLConnection jar
            ? jar.getJarEntry().getCrc()
            : archive.getContentLengthLong();
    return Long.toHexString(stamp);
  }

  private static void unpack(InputStream archive, Path target) throws IOException {
    try (TarArchiveInputStream tar =
        new TarArchiveInputStream(new GZIPInputStream(archive, 1 << 16))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        unpack(tar, entry, target);
      }
    }
  }

  private static void unpack(TarArchiveInputStream tar, TarArchiveEntry entry, Path target)
      throws IOException {
    Path path = target.resolve(entry.getName()).normalize();
    if (!path.startsWith(target)) {
      throw new IOException("the archive reaches outside of its directory: " + entry.getName());
    }
    if (entry.isDirectory()) {
      directories(path);
      return;
    }
    directories(path.getParent());
    if (entry.isSymbolicLink()) {
      Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
      return;
    }
    Files.copy(tar, path);
    Files.setPosixFilePermissions(
        path, (entry.getMode() & OWNER_MAY_EXECUTE) != 0 ? PROGRAM : PLAIN);
  }

  private static void directories(Path path) throws IOException {
    if (Files.exists(path)) {
      return;
    }
    directories(path.getParent());
    Files.createDirectory(path);
    Files.setPosixFilePermissions(path, PROGRAM);
  }

  private static void removeOthers(Path parent, Path home) throws IOException {
    try (DirectoryStream<Path> all = Files.newDirectoryStream(parent, "programs-*")) {
      for (Path other : all) {
        if (!other.equals(home)) {
          PrivateFiles.deleteTree(other);
        }
      }
    }
  }
}
