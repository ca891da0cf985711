package ai.altertable.mcp.oauth.http;

import ai.altertable.mcp.oauth.policy.RequestOrigin;
import ai.altertable.mcp.platform.TrustedProxies;
import io.vertx.ext.web.RoutingContext;
import java.util.UUID;

/** Finds out where a request comes from; the same answer for the whole request. */
public final class RequestOrigins {
  private static final String KEY = RequestOrigin.class.getName();

  private final TrustedProxies proxies;

  public RequestOrigins(TrustedProxies proxies) {
    this.proxies = proxies;
  }

  public RequestOrigin of(RoutingContext context) {
    RequestOrigin known = context.get(KEY);
    if (known != null) {
      return known;
    }
    RequestOrigin origin =
        new RequestOrigin(proxies.client(context.request()).ip(), UUID.randomUUID().toString());
    context.put(KEY, origin);
    return origin;
  }
}
