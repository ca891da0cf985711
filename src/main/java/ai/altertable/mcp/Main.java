package ai.altertable.mcp;

import ai.altertable.mcp.config.Config;
import ai.altertable.mcp.config.ConfigException;
import ai.altertable.mcp.config.ConfigLoader;
import ai.altertable.mcp.identity.AdminCreateCommand;
import ai.altertable.mcp.identity.AdminResetPasswordCommand;
import ai.altertable.mcp.identity.DemoOrganization;
import ai.altertable.mcp.oauth.client.ClientCreateCommand;
import ai.altertable.mcp.oauth.client.ServiceAccountCreateCommand;
import ai.altertable.mcp.platform.BackupCommand;
import ai.altertable.mcp.platform.Command;
import ai.altertable.mcp.platform.DoctorCommand;
import ai.altertable.mcp.platform.Logging;
import ai.altertable.mcp.platform.OfflineCommand;
import ai.altertable.mcp.platform.Platform;
import ai.altertable.mcp.platform.RestoreCommand;
import ai.altertable.mcp.platform.StartupException;
import java.io.PrintStream;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.slf4j.LoggerFactory;

/** Entry point of the jar. */
public final class Main {
  private static final int FAILED = 1;
  private static final int WRONG_USE = 2;

  private static final String CHECK = "check";

  private static final List<Command> COMMANDS =
      List.of(
          new AdminCreateCommand(System.in),
          new AdminResetPasswordCommand(System.in),
          new ServiceAccountCreateCommand(),
          new ClientCreateCommand(),
          new BackupCommand(),
          new RotateSecretsCommand());

  private static final List<OfflineCommand> OFFLINE =
      List.of(new DoctorCommand(), new RestoreCommand());

  private Main() {}

  public static void main(String[] arguments) {
    withoutFlightRecorder();
    int status = run(arguments, System.out, System.err);
    if (status != 0) {
      System.exit(status);
    }
  }

  /** Netty's own events would load the flight recorder at each start. An operator's -D wins. */
  private static void withoutFlightRecorder() {
    System.getProperties().putIfAbsent("io.netty.jfr.enabled", "false");
  }

  /**
   * @return the exit status; 0 leaves the product running when that was asked for
   */
  private static int run(String[] given, PrintStream out, PrintStream err) {
    try {
      Arguments arguments = Arguments.parse(given);
      if (arguments.help()) {
        out.print(help());
      } else if (arguments.version()) {
        out.println(version());
      } else {
        Config config = ConfigLoader.load(arguments.file(), System.getenv());
        Logging.apply(config.runtime().log());
        return run(config, arguments.words(), out);
      }
      return 0;
    } catch (ConfigException | IllegalArgumentException e) {
      err.println(e.getMessage());
      return WRONG_USE;
    } catch (StartupException e) {
      err.println("altertable-mcp cannot start: " + e.getMessage());
      LoggerFactory.getLogger(Main.class).debug("start failed", e);
      return FAILED;
    }
  }

  private static int run(Config config, List<String> words, PrintStream out) {
    if (words.isEmpty()) {
      serve(config, out);
      return 0;
    }
    Optional<OfflineCommand> offline =
        OFFLINE.stream().filter(known -> known.name().equals(words.get(0))).findFirst();
    if (offline.isPresent()) {
      return offline.get().run(config, words.subList(1, words.size()), out);
    }
    if (words.equals(List.of(CHECK))) {
      check(config, out);
    } else {
      execute(config, words, out);
    }
    return 0;
  }

  private static void serve(Config config, PrintStream out) {
    Application application = start(config);
    out.print(Banner.text(config, application.demo().map(demo -> signIn(config, demo))));
    out.flush();
  }

  private static void check(Config config, PrintStream out) {
    start(config);
    out.println("altertable-mcp starts with this configuration, and stops now");
    // The way that Ctrl-C goes.
    System.exit(0);
  }

  private static Application start(Config config) {
    CompletableFuture<Application> starting = new CompletableFuture<>();
    // Before the start: Ctrl-C meanwhile waits for it, and leaves nothing running behind.
    Shutdown.install(
        () -> starting.exceptionally(failed -> null).thenAccept(Main::closeStarted).join());
    Application application;
    try {
      application = Application.start(config);
    } catch (RuntimeException e) {
      starting.completeExceptionally(e);
      throw e;
    }
    starting.complete(application);
    return application;
  }

  /** A password that the operator chose is not repeated. */
  private static SignIn signIn(Config config, DemoOrganization demo) {
    boolean chosen = config.demo().password().isPresent();
    return new SignIn(DemoOrganization.EMAIL, demo.newPassword().filter(made -> !chosen));
  }

  private static void closeStarted(Application application) {
    if (application != null) {
      application.close();
    }
  }

  private static void execute(Config config, List<String> words, PrintStream out) {
    String line = String.join(" ", words);
    Command command =
        COMMANDS.stream()
            .filter(known -> (line + " ").startsWith(known.name() + " "))
            .findFirst()
            .orElseThrow(
                () -> new IllegalArgumentException("no such command: " + line + "\n\n" + help()));
    int length = command.name().split(" ").length;
    try (Platform platform = Platform.attach(config)) {
      out.println(
          command
              .run(platform, words.subList(length, words.size()))
              .toCompletionStage()
              .toCompletableFuture()
              .join());
    } catch (CompletionException e) {
      if (e.getCause() instanceof IllegalArgumentException wrong) {
        throw wrong;
      }
      throw new StartupException(command.name() + " failed: " + e.getCause(), e);
    }
  }

  private static String help() {
    StringBuilder text =
        new StringBuilder(
            """
            Usage: java -jar altertable-mcp.jar [--conf FILE] [COMMAND]

              --conf FILE  settings that replace the defaults; conf/config.yaml lists them all
              --help       this
              --version    the version

            Without a command it serves. Every setting can also come from the environment:
            mcp.port is ALTERTABLE_MCP_PORT.

              check  starts as it would serve, and stops: does this configuration work here?
            """);
    COMMANDS.forEach(
        command -> text.append("\n  ").append(command.name()).append(' ').append(command.usage()));
    OFFLINE.forEach(
        command -> text.append("\n  ").append(command.name()).append(' ').append(command.usage()));
    return text.append("\n").toString();
  }

  private static String version() {
    String version = Main.class.getPackage().getImplementationVersion();
    return "altertable-mcp " + (version == null ? "(not packaged)" : version);
  }
}
