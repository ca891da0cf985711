package ai.altertable.mcp.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.altertable.mcp.testing.Jvm;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The embedded server when we are root, in each of the ways that need root to be tried. */
class ServerAccountTest {
  private static final Path HOME = Path.of("target", "account-test").toAbsolutePath();
  private static final long LARGEST_JAR = 60_000_000;

  @BeforeEach
  void needRoot() throws IOException {
    assumeTrue("root".equals(System.getProperty("user.name")), "only root can become others");
    PrivateFiles.deleteTree(HOME);
    Files.createDirectories(HOME);
  }

  @Test
  void runsAsNobodyWhereItCanReachTheData() throws Exception {
    assumeTrue(works(List.of("setpriv", "--reuid=nobody", "ls", HOME.toString())));

    try (DataDirectory directory = DataDirectory.open(HOME);
        EmbeddedPostgres server = EmbeddedPostgres.start(directory, 0)) {
      assertThat(Files.getOwner(HOME.resolve("postgres/data")).getName()).isEqualTo("nobody");
      assertThat(Postmaster.of(HOME.resolve("postgres/data")).orElseThrow().process().info().user())
          .contains("nobody");
      assertThat(mode(HOME.resolve("postgres/data"))).isEqualTo("rwx------");
      assertThat(server.access().platform().getPort()).isPositive();
    }
  }

  @Test
  void runsInANamespaceOfItsOwnWhereNobodyElseGets() throws Exception {
    assumeTrue(works(List.of("unshare", "-U", "true")));
    Path closed =
        Files.createDirectory(
            HOME.resolve("closed"),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));

    try (DataDirectory directory = DataDirectory.open(closed.resolve("data"));
        EmbeddedPostgres server = EmbeddedPostgres.start(directory, 0)) {
      assertThat(Files.getOwner(closed.resolve("data/postgres/data")).getName()).isEqualTo("root");
      assertThat(mode(closed.resolve("data"))).isEqualTo("rwx------");
      assertThat(server.access().platform().getPort()).isPositive();
    }
  }

  @Test
  void aNormalUserStartsAndStopsItAlone() throws Exception {
    List<String> nobody = List.of("setpriv", "--reuid=nobody", "--regid=65534", "--clear-groups");
    assumeTrue(works(concat(nobody, List.of("ls", HOME.toString()))));
    Path data = Files.createDirectory(HOME.resolve("user"));
    Files.setOwner(
        data, data.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody"));

    try (Jvm user =
        Jvm.start(nobody, readableClassPath(), EmbeddedPostgresTest.Child.class, data + "/data")) {
      user.awaitOutput("serving");
      ProcessHandle server =
          Postmaster.of(data.resolve("data/postgres/data")).orElseThrow().process();
      assertThat(server.info().user()).contains("nobody");

      user.signal("TERM");
      assertThat(user.await()).isEqualTo(143);
      assertThat(server.info().command()).as("it has ended").isEmpty();
    }
  }

  /** A class path that other users may read; ours may be in root's home. */
  private static String readableClassPath() throws IOException {
    Path copies = Files.createDirectory(HOME.resolve("jars"));
    List<String> entries = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      Path path = Path.of(entry);
      if (Files.isDirectory(path)) {
        entries.add(entry);
      } else if (Files.isRegularFile(path) && Files.size(path) < LARGEST_JAR) {
        entries.add(Files.copy(path, copies.resolve(path.getFileName())).toString());
      }
    }
    return String.join(File.pathSeparator, entries);
  }

  private static List<String> concat(List<String> first, List<String> second) {
    List<String> all = new ArrayList<>(first);
    all.addAll(second);
    return all;
  }

  private static boolean works(List<String> command) {
    try {
      Subprocess.run(command);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}
