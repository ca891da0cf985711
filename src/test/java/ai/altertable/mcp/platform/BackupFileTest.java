package ai.altertable.mcp.platform;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file that is not the backup it was written as is refused. */
class BackupFileTest {
  @TempDir private Path directory;
  private Path file;
  private Path target;

  @BeforeEach
  void write() throws IOException {
    file = directory.resolve("backup.zip");
    target = Files.createDirectory(directory.resolve("target"));
    try (BackupWriter backup = new BackupWriter(file)) {
      backup.directory("data/empty");
      backup.file("data/one", content("first"));
      backup.file("data/sub/two", content("second"));
      backup.manifest(new JsonObject().put("at", "now"));
    }
  }

  @Test
  void comesBackAsItWas() throws IOException {
    Files.createDirectory(target.resolve("sub"));
    List<Path> made = new ArrayList<>();
    try (BackupReader backup = new BackupReader(file)) {
      backup.unpack("data/", target, made::add);
      assertThat(backup.manifest().getString("at")).isEqualTo("now");
      assertThat(backup.bytes("data/one")).asString(UTF_8).isEqualTo("first");
    }

    assertThat(target.resolve("sub/two")).hasContent("second");
    assertThat(target.resolve("empty")).isEmptyDirectory();
    assertThat(PrivateFiles.sharedWithOthers(target.resolve("one"))).isFalse();
    assertThat(made).contains(target.resolve("one"), target.resolve("empty"));
  }

  @Test
  void nothingIsOverwritten() {
    assertThatThrownBy(() -> new BackupWriter(file)).isInstanceOf(FileAlreadyExistsException.class);
  }

  @Test
  void withoutManifestItIsNone() throws IOException {
    refused(rewritten("manifest.json", null, null), "no manifest");
  }

  @Test
  void cutShortItIsNone() throws IOException {
    byte[] whole = Files.readAllBytes(file);
    Files.write(file, java.util.Arrays.copyOf(whole, whole.length / 2));

    assertThatThrownBy(() -> new BackupReader(file)).isInstanceOf(IOException.class);
  }

  @Test
  void aChangedFileIsFound() throws IOException {
    refused(rewritten("data/one", "data/one", "changed"), "data/one is not as it was written");
  }

  @Test
  void aMissingFileIsFound() throws IOException {
    refused(rewritten("data/one", null, null), "lacks data/one");
  }

  @Test
  void aFileThatWasNotWrittenIsFound() throws IOException {
    refused(rewritten(null, "data/three", "more"), "data/three is not as it was written");
  }

  @Test
  void noPathLeavesTheFolder() throws IOException {
    refused(rewritten(null, "data/../../out", "x"), "outside");
    assertThat(directory.resolve("out")).doesNotExist();
  }

  private void refused(Path changed, String why) {
    assertThatThrownBy(
            () -> {
              Files.createDirectories(target.resolve("sub"));
              try (BackupReader backup = new BackupReader(changed)) {
                backup.unpack("data/", target, made -> {});
              }
            })
        .isInstanceOf(StartupException.class)
        .hasMessageContaining(why);
  }

  /** The same with one entry away, and one more; each may be null. */
  private Path rewritten(String away, String added, String content) throws IOException {
    Path changed = directory.resolve("changed.zip");
    try (ZipFile from = new ZipFile(file.toFile());
        ZipOutputStream to = new ZipOutputStream(Files.newOutputStream(changed))) {
      for (ZipEntry entry : from.stream().toList()) {
        if (!entry.getName().equals(away)) {
          to.putNextEntry(new ZipEntry(entry.getName()));
          try (InputStream in = from.getInputStream(entry)) {
            in.transferTo(to);
          }
        }
      }
      if (added != null) {
        to.putNextEntry(new ZipEntry(added));
        to.write(content.getBytes(UTF_8));
      }
    }
    return changed;
  }

  private static InputStream content(String text) {
    return new ByteArrayInputStream(text.getBytes(UTF_8));
  }
}
