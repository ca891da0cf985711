package ai.altertable.mcp.identity.upstream;

import ai.altertable.mcp.identity.upstream.UpstreamRefused.Why;
import com.nimbusds.jose.jwk.JWKSet;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;

/**
 * The provider's metadata and keys, fetched when they are needed and kept for an hour. Keys are
 * fetched again for a token that names an unknown one, but not more than once a minute, whatever
 * tokens come. A failure is not kept. Thread-safe.
 */
final class Provider {
  private static final String DISCOVERY = "/.well-known/openid-configuration";
  private static final Duration KEPT = Duration.ofHours(1);
  private static final Duration REST = Duration.ofMinutes(1);

  private final JsonFetch fetch;
  private final URI issuer;
  private final InstantSource clock;
  private Kept<ProviderMetadata> metadata;
  private Kept<JWKSet> keys;

  private record Kept<T>(T value, Instant since) {
    boolean youngerThan(Duration age, Instant now) {
      return since.plus(age).isAfter(now);
    }
  }

  Provider(JsonFetch fetch, URI issuer, InstantSource clock) {
    this.fetch = fetch;
    this.issuer = issuer;
    this.clock = clock;
  }

  /**
   * @return fails with {@link UpstreamRefused}
   */
  Future<ProviderMetadata> metadata() {
    Kept<ProviderMetadata> known = knownMetadata();
    if (known != null && known.youngerThan(KEPT, clock.instant())) {
      return Future.succeededFuture(known.value());
    }
    String base = issuer.toString();
    String plain = base.endsWith("/") ? base.substring(0, base.length() - 1) : base;
    return fetch
        .get(URI.create(plain + DISCOVERY), Map.of())
        .map(document -> keep(ProviderMetadata.of(issuer, document)));
  }

  /**
   * The keys, with the named one among them if the provider has it.
   *
   * @param keyId that a token names, or null
   * @return fails with {@link UpstreamRefused}
   */
  Future<JWKSet> keys(ProviderMetadata provider, String keyId) {
    Kept<JWKSet> known = knownKeys();
    Instant now = clock.instant();
    if (known != null && known.youngerThan(KEPT, now)) {
      boolean there = keyId == null || known.value().getKeyByKeyId(keyId) != null;
      if (there || known.youngerThan(REST, now)) {
        return Future.succeededFuture(known.value());
      }
    }
    return fetch.get(provider.jwks(), Map.of()).map(document -> keep(parse(document)));
  }

  private static JWKSet parse(JsonObject document) {
    try {
      return JWKSet.parse(document.getMap());
    } catch (ParseException e) {
      throw new UpstreamRefused(Why.UNAVAILABLE, "the provider's keys cannot be read", e);
    }
  }

  private synchronized Kept<ProviderMetadata> knownMetadata() {
    return metadata;
  }

  private synchronized Kept<JWKSet> knownKeys() {
    return keys;
  }

  private synchronized ProviderMetadata keep(ProviderMetadata found) {
    metadata = new Kept<>(found, clock.instant());
    return found;
  }

  private synchronized JWKSet keep(JWKSet found) {
    keys = new Kept<>(found, clock.instant());
    return found;
  }
}
