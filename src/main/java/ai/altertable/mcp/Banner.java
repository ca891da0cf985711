package ai.altertable.mcp;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.altertable.mcp.config.Config;
import ai.altertable.mcp.config.ListenAddress;
import ai.altertable.mcp.config.Role;
import io.vertx.core.json.JsonObject;
import java.util.Base64;
import java.util.Optional;

/** What a person sees when the product is ready: where it is, and how to connect an agent to it. */
final class Banner {
  private static final String NAME = "altertable";

  private Banner() {}

  /**
   * @param demo the demo user, when there is one
   */
  static String text(Config config, Optional<SignIn> demo) {
    StringBuilder text = new StringBuilder("\nAltertable MCP is ready.\n\n");
    if (config.runtime().has(Role.MCP)) {
      line(text, "MCP endpoint", config.mcp().canonicalResource());
    }
    if (config.runtime().has(Role.APP)) {
      line(text, "App", config.app().issuer());
      demo.ifPresent(user -> signIn(text, user));
    }
    ListenAddress management = config.runtime().management();
    if (management.port() != 0) {
      line(
          text,
          "Health",
          "http://" + management.host() + ":" + management.port() + "/health/ready");
    }
    if (config.runtime().has(Role.MCP)) {
      agents(text, config.mcp().canonicalResource());
    }
    return text.append("\nCtrl-C stops it.\n").toString();
  }

  private static void signIn(StringBuilder text, SignIn demo) {
    line(text, "Demo user", demo.email());
    demo.password()
        .ifPresent(password -> line(text, "Password", password + "   (shown this once)"));
  }

  private static void agents(StringBuilder text, String url) {
    JsonObject server = new JsonObject().put("url", url);
    String code = new JsonObject().put("name", NAME).put("type", "http").put("url", url).encode();
    String cursor = Base64.getEncoder().encodeToString(server.encode().getBytes(UTF_8));
    text.append("\nConnect an agent:\n\n");
    line(text, "Claude Code", "claude mcp add --transport http " + NAME + " " + url);
    line(text, "Codex", "codex mcp add " + NAME + " --url " + url);
    line(text, "VS Code", "code --add-mcp '" + code + "'");
    line(
        text,
        "Cursor",
        "cursor://anysphere.cursor-deeplink/mcp/install?name=" + NAME + "&config=" + cursor);
    line(
        text,
        "Inspector",
        "npx @modelcontextprotocol/inspector --transport http --server-url " + url);
  }

  private static void line(StringBuilder text, String name, String value) {
    text.append(String.format("  %-13s %s%n", name, value));
  }
}
