package ai.altertable.mcp.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import io.modelcontextprotocol.spec.McpSchema;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** A client that we did not write: the official Java SDK, with its defaults. */
class SdkClientTest {
  @Test
  void shakesHandsListsAndCalls() throws Exception {
    List<Double> progress = new CopyOnWriteArrayList<>();
    try (TestEndpoint endpoint = new TestEndpoint();
        McpSyncClient client =
            McpClient.sync(
                    HttpClientStreamableHttpTransport.builder("http://localhost:" + endpoint.port)
                        .endpoint("/v1")
                        .requestBuilder(
                            HttpRequest.newBuilder()
                                .header("Authorization", "Bearer " + TestEndpoint.READ))
                        .build())
                .requestTimeout(Duration.ofSeconds(10))
                .progressConsumer(event -> progress.add(event.progress()))
                .build()) {
      McpSchema.InitializeResult handshake = client.initialize();

      assertThat(handshake.protocolVersion()).isEqualTo("2025-11-25");
      assertThat(handshake.serverInfo().name()).isEqualTo("altertable");
      assertThat(client.listTools().tools()).extracting(McpSchema.Tool::name).contains("echo");
      client.ping();
      McpSchema.CallToolResult result =
          client.callTool(
              McpSchema.CallToolRequest.builder("progress")
                  .arguments(Map.of())
                  .meta(Map.of("progressToken", "p"))
                  .build());
      assertThat(result.isError()).isFalse();
      assertThat(progress).containsExactly(0.0, 50.0, 100.0);
      assertThatThrownBy(
              () ->
                  client.callTool(
                      McpSchema.CallToolRequest.builder("nope").arguments(Map.of()).build()))
          .hasMessageContaining("unknown tool: nope");
      client.closeGracefully();
    }
  }
}
