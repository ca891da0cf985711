package ai.altertable.mcp.console;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.mcp.testing.TestApp;
import ai.altertable.mcp.testing.TestClient;
import ai.altertable.mcp.testing.TestClient.Answer;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pages that are asked for in another way than they can be. */
class AllowedMethodsTest {
  private static final TestApp APP = TestApp.start();

  @AfterAll
  static void stop() {
    APP.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "PUT | /login | GET, HEAD, POST",
        "OPTIONS | /consent | GET, HEAD, POST",
        "DELETE | / | GET, HEAD",
        "GET | /apps/revoke | POST",
        "HEAD | /logout | POST",
        "PATCH | /console/demo/-/members | GET, HEAD",
        "GET | /console/demo/-/members/x/role | POST",
        "POST | /docs/connecting | GET, HEAD",
        "POST | /static/app.css | GET, HEAD"
      })
  void tellsHow(String method, String path, String allowed) {
    Answer answer =
        new TestClient(APP, "")
            .send(
                HttpRequest.newBuilder(URI.create(APP.issuer() + path))
                    .method(method, BodyPublishers.noBody())
                    .build());
    assertThat(answer.status()).isEqualTo(405);
    assertThat(answer.response().headers().firstValue("allow")).contains(allowed);
  }
}
