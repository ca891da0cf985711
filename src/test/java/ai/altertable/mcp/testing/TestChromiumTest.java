package ai.altertable.mcp.testing;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** That barriers are found at all. */
class TestChromiumTest {
  private static final String PAGE =
      "<!doctype html><html lang=en><title>T</title><main><h1>T</h1>%s</main>";

  @ParameterizedTest
  @CsvSource({
    "label, '<input>'",
    "image-alt, '<img src=data:>'",
    "color-contrast, '<style>@media (prefers-color-scheme: dark) {p {color: #eee}}</style><p>Barely to be seen</p>'"
  })
  void findsBarriersInEitherScheme(String rule, String markup) {
    try (TestChromium chromium = TestChromium.start();
        BrowserContext context = chromium.context(390, ColorScheme.LIGHT, true)) {
      Page page = context.newPage();
      page.navigate("data:text/html," + PAGE.formatted(markup).replace("#", "%23"));
      assertThatThrownBy(() -> TestChromium.shoot(page, "barriers"))
          .isInstanceOf(AssertionError.class)
          .hasMessageContaining(rule);
    }
  }

  @Test
  void takesAPageWithoutAny() {
    try (TestChromium chromium = TestChromium.start();
        BrowserContext context = chromium.context(390, ColorScheme.LIGHT, true)) {
      Page page = context.newPage();
      page.navigate("data:text/html," + PAGE.formatted(""));
      TestChromium.shoot(page, "barriers");
    }
  }
}
