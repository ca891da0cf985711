package ai.altertable.mcp.platform;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.json.JsonObject;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Set;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Writes a backup: a ZIP file of mode 0600 whose last entry, the manifest, has the SHA-256 of every
 * other. Without it a file is no backup, so one that was cut short cannot be mistaken for one.
 */
final class BackupWriter implements AutoCloseable {
  static final String MANIFEST = "manifest.json";
  static final int FORMAT = 1;
  private static final int BUFFER = 1 << 16;

  private final FileChannel file;
  private final ZipOutputStream zip;
  private final JsonObject files = new JsonObject();
  private long bytes;

  /**
   * @throws java.nio.file.FileAlreadyExistsException when there is such a file
   */
  BackupWriter(Path file) throws IOException {
    this.file =
        PrivateFiles.open(file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
    OutputStream out = new BufferedOutputStream(Channels.newOutputStream(this.file), BUFFER);
    zip = new ZipOutputStream(out, UTF_8);
    zip.setLevel(Deflater.BEST_SPEED);
  }

  void directory(String name) throws IOException {
    zip.putNextEntry(new ZipEntry(name + "/"));
    zip.closeEntry();
  }

  /** Copies all that there is to read. */
  void file(String name, InputStream content) throws IOException {
    MessageDigest digest = sha256();
    zip.putNextEntry(new ZipEntry(name));
    // Not closed: that would close the whole.
    bytes += content.transferTo(new DigestOutputStream(zip, digest));
    zip.closeEntry();
    files.put(name, HexFormat.of().formatHex(digest.digest()));
  }

  /** Completes it; then it is on disk. */
  void manifest(JsonObject about) throws IOException {
    zip.putNextEntry(new ZipEntry(MANIFEST));
    zip.write(about.copy().put("format", FORMAT).put("files", files).toBuffer().getBytes());
    zip.closeEntry();
    zip.finish();
    zip.flush();
    file.force(true);
  }

  int count() {
    return files.size();
  }

  /** Before compression. */
  long bytes() {
    return bytes;
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() throws IOException {
    zip.close();
  }
}
