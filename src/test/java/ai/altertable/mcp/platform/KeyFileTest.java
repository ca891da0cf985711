package ai.altertable.mcp.platform;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyFileTest {
  private static final byte[] PLAIN = "x".getBytes(UTF_8);

  @TempDir private Path directory;

  @Test
  void makesAKeyOnceForItsOwnerOnly() throws IOException {
    byte[] sealed = KeyFile.load(Optional.empty(), directory).seal("p", PLAIN);

    assertThat(KeyFile.load(Optional.empty(), directory).open("p", sealed)).isEqualTo(PLAIN);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
        .isEqualTo("rw-------");
  }

  @Test
  void theConfiguredKeyWinsAndMakesNoFile() {
    Optional<String> key = Optional.of("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=");
    byte[] sealed = KeyFile.load(key, directory).seal("p", PLAIN);

    assertThat(KeyFile.load(key, directory).open("p", sealed)).isEqualTo(PLAIN);
    assertThat(file()).doesNotExist();
  }

  @Test
  void refusesAFileThatOthersMayRead() throws IOException {
    KeyFile.load(Optional.empty(), directory);
    Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString("rw-r-----"));

    assertThatThrownBy(() -> KeyFile.load(Optional.empty(), directory))
        .isInstanceOf(StartupException.class)
        .hasMessageContaining("chmod 600");
  }

  @Test
  void refusesAFileThatHoldsNoKey() throws IOException {
    KeyFile.load(Optional.empty(), directory);
    Files.writeString(file(), "not a key");

    assertThatThrownBy(() -> KeyFile.load(Optional.empty(), directory))
        .isInstanceOf(StartupException.class)
        .hasMessageContaining("32 bytes in base64")
        .hasMessageNotContainingAny("not a key");
  }

  private Path file() {
    return directory.resolve("secrets.key");
  }
}
