package ai.altertable.mcp.transport;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;

/** The messages of an event stream as they come. */
final class EventReader implements AutoCloseable {
  private final BufferedReader lines;

  EventReader(HttpResponse<InputStream> response) {
    assertThat(response.statusCode()).isEqualTo(200);
    lines = new BufferedReader(new InputStreamReader(response.body(), UTF_8));
  }

  /** The next message; waits for it. */
  JsonObject next() {
    try {
      String line = lines.readLine();
      while (line != null && !line.startsWith("data: {")) {
        line = lines.readLine();
      }
      assertThat(line).as("the stream ended").isNotNull();
      return new JsonObject(line.substring("data: ".length()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      lines.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
