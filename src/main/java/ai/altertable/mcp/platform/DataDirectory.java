package ai.altertable.mcp.platform;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Set;

/**
 * {@code data.dir}, held by this process alone until it closes or dies: the operating system drops
 * the lock with the process, so a killed one leaves nothing to clean up.
 */
public final class DataDirectory implements AutoCloseable {
  private static final String LOCK = "lock";

  private final Path path;
  private final FileChannel lockFile;

  private DataDirectory(Path path, FileChannel lockFile) {
    this.path = path;
    this.lockFile = lockFile;
  }

  /**
   * Creates the directory where needed, readable by its owner only, and takes it.
   *
   * @throws StartupException when another process holds it or it cannot be written
   */
  public static DataDirectory open(Path directory) {
    Path path = directory.toAbsolutePath().normalize();
    try {
      PrivateFiles.createDirectories(path);
      FileChannel file = PrivateFiles.open(path.resolve(LOCK), Set.of(CREATE, READ, WRITE));
      try {
        if (lock(file) == null) {
          throw new StartupException(heldBy(path, file));
        }
        file.truncate(0).write(UTF_8.encode(Long.toString(ProcessHandle.current().pid())));
        return new DataDirectory(path, file);
      } catch (IOException | RuntimeException e) {
        file.close();
        throw e;
      }
    } catch (IOException e) {
      throw new StartupException(
          "the data directory " + path + " cannot be used: " + e + "; data.dir names it", e);
    }
  }

  /**
   * Whether another process holds the directory now. Not for the holder to ask: on POSIX systems,
   * closing the file would give its own lock away.
   */
  static boolean held(Path directory) throws IOException {
    try (FileChannel file = FileChannel.open(directory.resolve(LOCK), READ, WRITE);
        FileLock lock = lock(file)) {
      return lock == null;
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  /** Absolute. */
  public Path path() {
    return path;
  }

  /** Lets another process take the directory. */
  @Override
  public void close() {
    try {
      lockFile.close();
    } catch (IOException e) {
      throw new IllegalStateException("the lock of " + path + " cannot be given back", e);
    }
  }

  private static FileLock lock(FileChannel file) throws IOException {
    try {
      return file.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  private static String heldBy(Path path, FileChannel file) throws IOException {
    ByteBuffer pid = ByteBuffer.allocate(20);
    file.read(pid, 0);
    return "another instance (process "
        + UTF_8.decode(pid.flip())
        + ") uses the data directory "
        + path
        + "; stop it, or give this one a data.dir of its own";
  }
}
