package ai.altertable.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.mcp.config.Config;
import ai.altertable.mcp.config.ConfigException;
import ai.altertable.mcp.config.ConfigLoader;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BannerTest {
  @Test
  void tellsWhereItIsAndHowToConnect() throws ConfigException {
    Config config = config(Map.of("ALTERTABLE_MCP_URL", "https://mcp.example.com"));

    String text =
        Banner.text(config, Optional.of(new SignIn("demo@altertable.local", Optional.of("pw"))));

    assertThat(text)
        .contains(
            "https://mcp.example.com/v1",
            "http://localhost:8081",
            "demo@altertable.local",
            "pw   (shown this once)",
            "claude mcp add --transport http altertable https://mcp.example.com/v1",
            "codex mcp add altertable --url https://mcp.example.com/v1");
  }

  @Test
  void claimsNothingThatThisNodeDoesNotServe() throws ConfigException {
    Config config = config(Map.of("ALTERTABLE_ROLES", "app"));

    String text =
        Banner.text(config, Optional.of(new SignIn("demo@altertable.local", Optional.empty())));

    assertThat(text).contains("App").doesNotContain("MCP endpoint", "claude", "Password");
    assertThat(Banner.text(config, Optional.empty())).doesNotContain("Demo user");
  }

  private static Config config(Map<String, String> environment) throws ConfigException {
    return ConfigLoader.load(Optional.empty(), environment);
  }
}
