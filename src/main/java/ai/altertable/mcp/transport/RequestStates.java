package ai.altertable.mcp.transport;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.altertable.mcp.platform.Secrets;
import ai.altertable.mcp.protocol.RpcError;
import ai.altertable.mcp.protocol.RpcException;
import io.vertx.core.json.JsonObject;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;

/**
 * The {@code requestState} that a client carries between two rounds of one request (revision
 * 2026-07-28). It is in the client's hands, so it is sealed, and opens only for the same grant, the
 * same method and the same parameters, and only for a while.
 */
final class RequestStates {
  private static final String PURPOSE = "mcp.request-state";
  private static final Duration LIFETIME = Duration.ofMinutes(30);

  private final Secrets secrets;
  private final Clock clock;

  RequestStates(Secrets secrets, Clock clock) {
    this.secrets = secrets;
    this.clock = clock;
  }

  String seal(Exchange exchange, String state) {
    byte[] text = state.getBytes(UTF_8);
    byte[] plain =
        ByteBuffer.allocate(Long.BYTES + text.length)
            .putLong(clock.instant().plus(LIFETIME).getEpochSecond())
            .put(text)
            .array();
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(secrets.seal(purpose(exchange), plain));
  }

  /**
   * Opens what came back.
   *
   * @throws RpcException -32602 when it is not what was handed out for this request, or too old
   */
  String open(Exchange exchange, Object sealed) {
    if (!(sealed instanceof String text)) {
      throw refused("requestState must be a string");
    }
    ByteBuffer plain;
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(text);
      plain = ByteBuffer.wrap(secrets.open(purpose(exchange), bytes));
    } catch (IllegalArgumentException e) {
      throw refused("requestState was changed, or belongs to another request");
    }
    if (plain.getLong() <= clock.instant().getEpochSecond()) {
      throw refused("requestState is too old; send the request again without it");
    }
    return UTF_8.decode(plain).toString();
  }

  /** What must be the same in both rounds. */
  private static String purpose(Exchange exchange) {
    JsonObject params = exchange.request().params().copy();
    params.remove("_meta");
    params.remove("inputResponses");
    params.remove("requestState");
    String digest = HexFormat.of().formatHex(Secrets.hash(params.encode()));
    return String.join(
        "|",
        PURPOSE,
        exchange.visit().caller().grantId().toString(),
        exchange.request().method(),
        digest);
  }

  private static RpcException refused(String message) {
    return new RpcException(RpcError.invalidParams(message));
  }
}
