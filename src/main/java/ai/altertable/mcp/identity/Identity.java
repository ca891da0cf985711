package ai.altertable.mcp.identity;

import ai.altertable.mcp.config.AppConfig;
import ai.altertable.mcp.identity.upstream.UpstreamSignIn;
import ai.altertable.mcp.platform.PlatformDatabase;
import ai.altertable.mcp.platform.Secrets;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The room's services for the app, made once for each node and shared by its verticles. */
public final class Identity {
  private final PlatformDatabase database;
  private final BrowserSessions sessions;
  private final SecondFactors factors;
  private final Entrance entrance;
  private final SignIn signIn;
  private final AccountPassword password;
  private final InvitedUsers invited;
  private final ForgottenPasswords forgotten;
  private final Optional<UpstreamSignIn> upstream;

  private Identity(
      Vertx vertx,
      AppConfig config,
      PlatformDatabase database,
      Secrets secrets,
      Passwords passwords) {
    SignInThrottle throttle = new SignInThrottle(database);
    this.database = database;
    this.sessions = new BrowserSessions(database, config.sessionLifetime());
    this.factors = new SecondFactors(database, secrets, InstantSource.system());
    this.entrance = new Entrance(database, sessions, factors);
    this.signIn = new SignIn(database, passwords, entrance, throttle);
    this.password = new AccountPassword(database, passwords, throttle);
    this.invited = new InvitedUsers(database, passwords);
    this.forgotten = new ForgottenPasswords(database, passwords);
    this.upstream =
        config
            .oidc()
            .map(
                oidc ->
                    UpstreamSignIn.create(
                        vertx,
                        oidc,
                        config.issuer(),
                        new UpstreamUsers(database),
                        database,
                        secrets));
  }

  public static Identity create(
      Vertx vertx,
      AppConfig config,
      PlatformDatabase database,
      Secrets secrets,
      Passwords passwords) {
    return new Identity(vertx, config, database, secrets, passwords);
  }

  /** Sign-in with e-mail address and password. */
  public SignIn signIn() {
    return signIn;
  }

  /** The way in after a first factor. */
  public Entrance entrance() {
    return entrance;
  }

  public BrowserSessions sessions() {
    return sessions;
  }

  public SecondFactors factors() {
    return factors;
  }

  public AccountPassword password() {
    return password;
  }

  public InvitedUsers invited() {
    return invited;
  }

  /** The way back for who forgot the password. */
  public ForgottenPasswords forgotten() {
    return forgotten;
  }

  /** Sign-in through the upstream OpenID provider; empty when none is configured. */
  public Optional<UpstreamSignIn> upstream() {
    return upstream;
  }

  /** Every environment within a user's reach, ordered by organization and environment. */
  public Future<List<ReachableEnvironment>> reachable(UUID userId) {
    return Directory.reachable(database.pool(), userId);
  }
}
