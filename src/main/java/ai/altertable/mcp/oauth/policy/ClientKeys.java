package ai.altertable.mcp.oauth.policy;

import static java.util.Objects.requireNonNull;

import ai.altertable.mcp.oauth.proof.PublicKeys;
import io.vertx.core.json.JsonObject;
import java.util.function.Function;

/** Where the public keys of a client are that authenticates with {@code private_key_jwt}. */
public sealed interface ClientKeys {
  /** Exhaustive handling. */
  <T> T fold(Function<Inline, T> inline, Function<Published, T> published);

  /** In its registration, member {@code jwks}. */
  record Inline(PublicKeys keys) implements ClientKeys {
    public Inline {
      requireNonNull(keys, "keys is null");
    }

    @Override
    public <T> T fold(Function<Inline, T> inline, Function<Published, T> published) {
      return inline.apply(this);
    }
  }

  /**
   * At an address, member {@code jwks_uri}.
   *
   * @param uri one that {@link DocumentUrls} takes
   */
  record Published(String uri) implements ClientKeys {
    public Published {
      requireNonNull(uri, "uri is null");
    }

    @Override
    public <T> T fold(Function<Inline, T> inline, Function<Published, T> published) {
      return published.apply(this);
    }
  }

  /** Puts the member that it came from. */
  default void echo(JsonObject metadata) {
    fold(
        inline -> metadata.put("jwks", inline.keys().toJson()),
        published -> metadata.put("jwks_uri", published.uri()));
  }
}
