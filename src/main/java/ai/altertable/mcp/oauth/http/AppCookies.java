package ai.altertable.mcp.oauth.http;

import ai.altertable.mcp.platform.Secrets;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The app's cookies. Over https they carry the {@code __Host-} prefix (RFC 6265bis section
 * 4.1.3.2): no other host and no plain-http page can set them.
 */
public final class AppCookies {
  private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9_-]{43}");
  private static final Pattern FLASH = Pattern.compile("[A-Za-z0-9_-]{1,3000}");
  private static final Duration BROWSER_LIFETIME = Duration.ofDays(1);

  private final boolean https;

  /**
   * @param https whether browsers reach the app over https
   */
  public AppCookies(boolean https) {
    this.https = https;
  }

  /** The browser's session token, signed in or not any more. */
  public Optional<String> session(RoutingContext context) {
    return read(context, "session");
  }

  public void setSession(RoutingContext context, String token, Duration lifetime) {
    set(context, "session", token, lifetime);
  }

  public void clearSession(RoutingContext context) {
    set(context, "session", "", Duration.ZERO);
  }

  /** Token of a sign-in that waits for its second factor. */
  public Optional<String> pending(RoutingContext context) {
    return read(context, "pending");
  }

  public void setPending(RoutingContext context, String token, Duration lifetime) {
    set(context, "pending", token, lifetime);
  }

  public void clearPending(RoutingContext context) {
    set(context, "pending", "", Duration.ZERO);
  }

  /** The secret that binds requests and forms to this browser, before and after sign-in. */
  public Optional<String> browser(RoutingContext context) {
    return read(context, "browser");
  }

  /** That secret; a new browser gets one. */
  public String browserOrNew(RoutingContext context) {
    return browser(context)
        .orElseGet(
            () -> {
              String token = Secrets.randomToken();
              set(context, "browser", token, BROWSER_LIFETIME);
              return token;
            });
  }

  /**
   * A message for the next page.
   *
   * @param value base64url, 3,000 characters at the most
   */
  public void setFlash(RoutingContext context, String value, Duration lifetime) {
    set(context, "flash", value, lifetime);
  }

  /** That message, which is taken away from the browser. */
  public Optional<String> takeFlash(RoutingContext context) {
    Optional<String> value = read(context, "flash", FLASH);
    if (value.isPresent()) {
      set(context, "flash", "", Duration.ZERO);
    }
    return value;
  }

  private Optional<String> read(RoutingContext context, String name) {
    return read(context, name, TOKEN);
  }

  private Optional<String> read(RoutingContext context, String name, Pattern form) {
    return Optional.ofNullable(context.request().getCookie(name(name)))
        .map(Cookie::getValue)
        .filter(value -> form.matcher(value).matches());
  }

  private void set(RoutingContext context, String name, String value, Duration lifetime) {
    context
        .response()
        .addCookie(
            Cookie.cookie(name(name), value)
                .setPath("/")
                .setHttpOnly(true)
                .setSecure(https)
                .setSameSite(CookieSameSite.LAX)
                .setMaxAge(lifetime.toSeconds()));
  }

  private String name(String name) {
    return (https ? "__Host-altertable_" : "altertable_") + name;
  }
}
