package ai.altertable.mcp.console;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.mcp.docs.DocPage;
import ai.altertable.mcp.testing.TestApp;
import ai.altertable.mcp.testing.TestBrowser;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The documentation as people read it: each page is there, and each link leads somewhere. */
class DocsPagesTest {
  private static final TestApp APP = TestApp.start();

  private final TestBrowser browser = new TestBrowser(APP.issuer());
  private final Map<String, Document> pages = new HashMap<>();

  @AfterAll
  static void stop() {
    APP.close();
  }

  static List<String> names() {
    return DocPage.NAMES;
  }

  private Document page(String path) {
    return pages.computeIfAbsent(
        path,
        wanted -> {
          TestBrowser.Page page = browser.get(wanted);
          // the console asks strangers to sign in
          assertThat(page.status()).as(wanted).isIn(200, 303);
          return page.document();
        });
  }

  @Test
  void theIndexLinksEveryPage() {
    TestBrowser.Page index = browser.follow(browser.get("/docs"));

    assertThat(index.status()).isEqualTo(200);
    assertThat(index.document().select("nav.pages a").eachAttr("href"))
        .containsExactlyElementsOf(names().stream().map(name -> "/docs/" + name).toList());
  }

  @ParameterizedTest
  @MethodSource("names")
  void everyPageIsServedAndItsLinksLeadSomewhere(String name) {
    String path = "/docs/" + name;
    Document page = page(path);

    assertThat(page.select("main h1")).hasSize(1);
    assertThat(page.select("nav.pages [aria-current=page]").attr("href")).isEqualTo(path);
    for (Element link : page.select("a[href]")) {
      URI target = URI.create(APP.issuer()).resolve(path).resolve(link.attr("href"));
      if (!target.toString().startsWith(APP.issuer())) {
        continue;
      }
      Document led = page(target.getPath());
      if (target.getFragment() != null) {
        assertThat(led.getElementById(target.getFragment())).as(link.outerHtml()).isNotNull();
      }
    }
  }

  @Test
  void aPageThatIsNotThereSaysSo() {
    assertThat(browser.get("/docs/nothing").status()).isEqualTo(404);
  }
}
