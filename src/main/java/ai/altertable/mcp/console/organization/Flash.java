package ai.altertable.mcp.console.organization;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import ai.altertable.mcp.oauth.http.AppCookies;
import ai.altertable.mcp.platform.Secrets;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The message that the page after a form shows once. It travels in a cookie that is sealed, because
 * it may carry a new secret, and bound to the browser session, so that nobody plants one.
 */
final class Flash {
  private static final Duration LIFETIME = Duration.ofSeconds(60);

  private final Secrets secrets;
  private final AppCookies cookies;

  Flash(Secrets secrets, AppCookies cookies) {
    this.secrets = secrets;
    this.cookies = cookies;
  }

  /**
   * What is said.
   *
   * @param secrets shown this once, by their labels
   */
  record Message(String text, Map<String, String> secrets) {
    Message {
      requireNonNull(text, "text is null");
      secrets = new LinkedHashMap<>(secrets);
    }

    static Message of(String text) {
      return new Message(text, Map.of());
    }

    List<Map<String, Object>> shown() {
      return secrets.entrySet().stream()
          .map(
              secret ->
                  Map.<String, Object>of("label", secret.getKey(), "value", secret.getValue()))
          .toList();
    }

    @Override
    public String toString() {
      return "Message[" + text + "]";
    }
  }

  void put(RoutingContext context, String session, Message message) {
    JsonObject json =
        new JsonObject()
            .put("until", Instant.now().plus(LIFETIME).getEpochSecond())
            .put("text", message.text())
            .put("secrets", new JsonObject(new LinkedHashMap<>(message.secrets())));
    byte[] sealed = secrets.seal(purpose(session), json.encode().getBytes(UTF_8));
    String value = Base64.getUrlEncoder().withoutPadding().encodeToString(sealed);
    cookies.setFlash(context, value, LIFETIME);
  }

  /** The message, if there is one for this session; it is not there a second time. */
  Optional<Message> take(RoutingContext context, String session) {
    return cookies.takeFlash(context).flatMap(value -> open(value, session));
  }

  private Optional<Message> open(String value, String session) {
    try {
      byte[] plain = secrets.open(purpose(session), Base64.getUrlDecoder().decode(value));
      JsonObject json = new JsonObject(new String(plain, UTF_8));
      if (json.getLong("until") < Instant.now().getEpochSecond()) {
        return Optional.empty();
      }
      Map<String, String> shown = new LinkedHashMap<>();
      json.getJsonObject("secrets")
          .forEach(secret -> shown.put(secret.getKey(), (String) secret.getValue()));
      return Optional.of(new Message(json.getString("text"), shown));
    } catch (IllegalArgumentException e) {
      // of another session or another key, or no message at all
      return Optional.empty();
    }
  }

  private static String purpose(String session) {
    return "flash/" + session;
  }
}
