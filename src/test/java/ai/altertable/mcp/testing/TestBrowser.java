package ai.altertable.mcp.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpCookie;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.FormElement;

/** A browser without JavaScript: cookies, forms, and redirects that are only followed on demand. */
public final class TestBrowser {
  private final HttpClient http = HttpClient.newHttpClient();
  private final Map<String, String> cookies = new HashMap<>();
  private final String origin;

  /**
   * @param origin of the app
   */
  public TestBrowser(String origin) {
    this.origin = origin;
  }

  /** What came back. */
  public record Page(HttpResponse<String> response, String url) {
    public int status() {
      return response.statusCode();
    }

    public Document document() {
      return Jsoup.parse(response.body(), url);
    }

    public String text() {
      return document().text();
    }

    /** Target of the redirect. */
    public String location() {
      return response.headers().firstValue("location").orElseThrow();
    }

    /** What the form of that action would post, with every box of one name ticked. */
    public List<Map.Entry<String, String>> fields(String action, String ticked) {
      FormElement form = (FormElement) document().selectFirst("form[action=" + action + "]");
      form.select("[type=checkbox][name=" + ticked + "]").attr("checked", "");
      return form.formData().stream().map(field -> Map.entry(field.key(), field.value())).toList();
    }

    public String header(String name) {
      return response.headers().firstValue(name).orElse("");
    }
  }

  /** The cookies, to be looked at or to be tampered with. */
  public Map<String, String> cookies() {
    return cookies;
  }

  public Page get(String url) {
    return send(request(url).GET());
  }

  public Page head(String url) {
    return send(request(url).method("HEAD", HttpRequest.BodyPublishers.noBody()));
  }

  /** Follows redirects within the app. */
  public Page follow(Page page) {
    Page now = page;
    while (now.status() == 303
        && URI.create(origin).resolve(now.location()).toString().startsWith(origin)) {
      now = get(now.location());
    }
    return now;
  }

  public Page post(String url, Map<String, String> form) {
    return send(
        request(url)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(encode(form))));
  }

  /** Posts fields of which some come several times. */
  public Page postAll(String url, List<Map.Entry<String, String>> fields) {
    return send(
        request(url)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    fields.stream()
                        .map(field -> encode(Map.of(field.getKey(), field.getValue())))
                        .collect(Collectors.joining("&")))));
  }

  /** Submits the page's form with that action, with its fields changed; null takes one out. */
  public Page submit(Page page, String action, Map<String, String> changes) {
    FormElement form = (FormElement) page.document().selectFirst("form[action=" + action + "]");
    Map<String, String> fields = new LinkedHashMap<>();
    form.formData().forEach(field -> fields.put(field.key(), field.value()));
    fields.putAll(changes);
    fields.values().removeIf(java.util.Objects::isNull);
    return post(action, fields);
  }

  /** Fills the sign-in page. */
  public Page signIn(Page login, String email, String password) {
    return submit(login, "/login", Map.of("email", email, "password", password));
  }

  private HttpRequest.Builder request(String url) {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(origin).resolve(url));
    if (!cookies.isEmpty()) {
      request.header(
          "Cookie",
          cookies.entrySet().stream()
              .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
              .collect(Collectors.joining("; ")));
    }
    return request;
  }

  private Page send(HttpRequest.Builder builder) {
    try {
      HttpRequest request = builder.build();
      HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
      for (String header : response.headers().allValues("set-cookie")) {
        HttpCookie cookie = HttpCookie.parse(header).get(0);
        if (cookie.getMaxAge() == 0) {
          cookies.remove(cookie.getName());
        } else {
          cookies.put(cookie.getName(), cookie.getValue());
        }
      }
      return new Page(response, request.uri().toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** The {@code application/x-www-form-urlencoded} form. */
  public static String encode(Map<String, String> form) {
    return form.entrySet().stream()
        .map(
            field ->
                URLEncoder.encode(field.getKey(), UTF_8)
                    + "="
                    + URLEncoder.encode(field.getValue(), UTF_8))
        .collect(Collectors.joining("&"));
  }
}
