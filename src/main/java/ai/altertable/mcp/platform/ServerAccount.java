package ai.altertable.mcp.platform;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.UserPrincipal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The account that the server's programs run as. PostgreSQL refuses root, so when we are root they
 * run:
 *
 * <ol>
 *   <li>as {@code nobody} by {@code setpriv}: a real unprivileged account, which works in a
 *       container without user namespaces too, but must be able to reach the data directory;
 *   <li>else in a user namespace of their own by {@code unshare -U}, where root is not root: works
 *       below {@code /root} as well, but for the file system they still are who we are.
 * </ol>
 *
 * <p>The owner of an existing data directory decides, so that a later start does as the first did.
 */
final class ServerAccount {
  private static final String UNPRIVILEGED = "nobody";
  private static final List<String> NAMESPACE = List.of("unshare", "-U");

  private final List<String> prefix;
  private final Optional<UserPrincipal> owner;

  private ServerAccount(List<String> prefix, Optional<UserPrincipal> owner) {
    this.prefix = prefix;
    this.owner = owner;
  }

  /**
   * Finds an account that can run the programs.
   *
   * @param cluster the server's data directory, which need not exist yet
   * @param program one of the programs, to try it
   * @throws StartupException when there is none
   */
  static ServerAccount find(Path cluster, String program) throws IOException {
    if (!isRoot()) {
      return new ServerAccount(List.of(), Optional.empty());
    }
    if (Files.exists(cluster)) {
      int uid = (Integer) Files.getAttribute(cluster, "unix:uid");
      return uid == 0
          ? new ServerAccount(NAMESPACE, Optional.empty())
          : new ServerAccount(setpriv(uid), Optional.of(Files.getOwner(cluster)));
    }
    return unprivileged(cluster, program)
        .or(() -> namespace(program))
        .orElseThrow(
            () ->
                new StartupException(
                    "PostgreSQL refuses to run as root, and neither setpriv (to the user nobody) nor "
                        + "unshare -U works here; start as a normal user, or set database.url"));
  }

  /** The command line that runs a program as this account. */
  List<String> command(List<String> programAndArguments) {
    List<String> command = new ArrayList<>(prefix);
    command.addAll(programAndArguments);
    return command;
  }

  /** Gives the account a file or directory that we made. */
  void own(Path path) throws IOException {
    if (owner.isPresent()) {
      Files.setOwner(path, owner.get());
    }
  }

  /** Lets others pass through a directory of ours, which they still cannot list, or not. */
  private static void allowPassing(Path directory, boolean allowed) throws IOException {
    Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(directory);
    boolean changed =
        allowed
            ? permissions.add(PosixFilePermission.OTHERS_EXECUTE)
            : permissions.remove(PosixFilePermission.OTHERS_EXECUTE);
    if (changed) {
      Files.setPosixFilePermissions(directory, permissions);
    }
  }

  private static boolean isRoot() {
    return "root".equals(System.getProperty("user.name"));
  }

  private static Optional<ServerAccount> unprivileged(Path cluster, String program)
      throws IOException {
    UserPrincipal user =
        cluster.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(UNPRIVILEGED);
    Path probe = Files.createTempFile(cluster.getParent(), "account", null);
    try {
      Files.setOwner(probe, user);
      int uid = (Integer) Files.getAttribute(probe, "unix:uid");
      ServerAccount account = new ServerAccount(setpriv(uid), Optional.of(user));
      List<Path> ours = List.of(cluster.getParent(), cluster.getParent().getParent());
      for (Path directory : ours) {
        allowPassing(directory, true);
      }
      if (account.works(program)) {
        return Optional.of(account);
      }
      for (Path directory : ours) {
        allowPassing(directory, false);
      }
      return Optional.empty();
    } finally {
      Files.delete(probe);
    }
  }

  private static Optional<ServerAccount> namespace(String program) {
    ServerAccount account = new ServerAccount(NAMESPACE, Optional.empty());
    return account.works(program) ? Optional.of(account) : Optional.empty();
  }

  private static List<String> setpriv(int uid) {
    return List.of(
        "setpriv", "--reuid=" + uid, "--regid=" + uid, "--clear-groups", "--no-new-privs");
  }

  private boolean works(String program) {
    try {
      Subprocess.run(command(List.of(program, "--version")));
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
