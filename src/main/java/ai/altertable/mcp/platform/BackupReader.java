package ai.altertable.mcp.platform;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.Enumeration;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** Reads what {@link BackupWriter} wrote, and trusts none of it before its checksum is right. */
final class BackupReader implements AutoCloseable {
  private final ZipFile zip;
  private final JsonObject manifest;
  private final JsonObject sums;

  /**
   * @throws StartupException when it is no whole backup
   */
  BackupReader(Path file) throws IOException {
    zip = new ZipFile(file.toFile());
    try {
      ZipEntry last = zip.getEntry(BackupWriter.MANIFEST);
      if (last == null) {
        throw damaged("it has no manifest");
      }
      try (InputStream in = zip.getInputStream(last)) {
        manifest = new JsonObject(Buffer.buffer(in.readAllBytes()));
      }
      if (!Integer.valueOf(BackupWriter.FORMAT).equals(manifest.getInteger("format"))) {
        throw damaged("its format is not " + BackupWriter.FORMAT);
      }
      sums = manifest.getJsonObject("files", new JsonObject());
    } catch (DecodeException e) {
      zip.close();
      throw damaged("its manifest cannot be read");
    } catch (IOException | RuntimeException e) {
      zip.close();
      throw e;
    }
  }

  JsonObject manifest() {
    return manifest;
  }

  /** The content of a small file. */
  byte[] bytes(String name) throws IOException {
    MessageDigest digest = BackupWriter.sha256();
    ZipEntry entry = zip.getEntry(name);
    if (entry == null) {
      throw damaged("it lacks " + name);
    }
    try (InputStream in = new DigestInputStream(zip.getInputStream(entry), digest)) {
      byte[] content = in.readAllBytes();
      check(name, digest);
      return content;
    }
  }

  /** Takes a path that was made. */
  interface Made {
    void accept(Path path) throws IOException;
  }

  /**
   * Unpacks everything below a folder of the backup.
   *
   * @param folder with a slash at its end
   * @param target exists and is empty
   * @throws StartupException when anything is missing, too much, or not as it was written
   */
  void unpack(String folder, Path target, Made made) throws IOException {
    Set<String> found = new HashSet<>();
    for (Enumeration<? extends ZipEntry> all = zip.entries(); all.hasMoreElements(); ) {
      ZipEntry entry = all.nextElement();
      if (entry.getName().startsWith(folder) && entry.getName().length() > folder.length()) {
        Path path = target.resolve(entry.getName().substring(folder.length())).normalize();
        if (!path.startsWith(target)) {
          throw damaged("it names a path outside of its folder");
        }
        if (entry.isDirectory()) {
          PrivateFiles.createDirectories(path);
        } else {
          unpack(entry, path);
          found.add(entry.getName());
        }
        made.accept(path);
      }
    }
    for (String name : sums.fieldNames()) {
      if (name.startsWith(folder) && !found.contains(name)) {
        throw damaged("it lacks " + name);
      }
    }
  }

  private void unpack(ZipEntry entry, Path path) throws IOException {
    MessageDigest digest = BackupWriter.sha256();
    Set<StandardOpenOption> fresh = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    try (InputStream in = new DigestInputStream(zip.getInputStream(entry), digest);
        FileChannel file = PrivateFiles.open(path, Set.copyOf(fresh))) {
      in.transferTo(Channels.newOutputStream(file));
      // What the server finds unchanged it never writes again.
      file.force(true);
    }
    check(entry.getName(), digest);
  }

  private void check(String name, MessageDigest digest) {
    if (!HexFormat.of().formatHex(digest.digest()).equals(sums.getString(name))) {
      throw damaged(name + " is not as it was written");
    }
  }

  private static StartupException damaged(String how) {
    return new StartupException("the backup is damaged: " + how);
  }

  @Override
  public void close() throws IOException {
    zip.close();
  }
}
