package ai.altertable.mcp.oauth.policy;

import static ai.altertable.mcp.oauth.policy.OAuthErrorCode.INVALID_TARGET;

import ai.altertable.mcp.bus.Tenant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which resource indicators (RFC 8707) name a resource of ours. */
public final class ResourcePolicy {
  private static final String SLUG = "([a-z0-9][a-z0-9-]{0,62})";

  private final Resource canonical;
  private final Pattern environments;

  /**
   * @param canonical the endpoint's canonical resource, without a trailing slash
   */
  public ResourcePolicy(String canonical) {
    this.canonical = new Resource(canonical, Optional.empty());
    this.environments = Pattern.compile(Pattern.quote(canonical) + "/" + SLUG + "/" + SLUG);
  }

  public Resource canonical() {
    return canonical;
  }

  /**
   * The resource that a request asks for. None means the canonical one: clients older than RFC 8707
   * name none.
   *
   * @throws OAuthException {@code invalid_target} when one is unknown, or several differ
   */
  public Resource of(List<String> indicators) {
    List<Resource> distinct = indicators.stream().map(this::of).distinct().toList();
    if (distinct.size() > 1) {
      throw new OAuthException(INVALID_TARGET, "a token is for one resource; several were named");
    }
    return distinct.isEmpty() ? canonical : distinct.get(0);
  }

  /**
   * The resource of one indicator, in canonical form; one trailing slash is tolerated.
   *
   * @throws OAuthException {@code invalid_target} when it is unknown
   */
  public Resource of(String indicator) {
    String uri =
        indicator.endsWith("/") ? indicator.substring(0, indicator.length() - 1) : indicator;
    if (uri.equals(canonical.uri())) {
      return canonical;
    }
    Matcher matcher = environments.matcher(uri);
    if (!matcher.matches()) {
      throw new OAuthException(
          INVALID_TARGET, "unknown resource; the resource of this server is " + canonical.uri());
    }
    return new Resource(
        uri, Optional.of(new Resource.EnvironmentPath(matcher.group(1), matcher.group(2))));
  }

  /**
   * The audience of a token: the authorized resource, or a narrower one that the token request
   * names (RFC 8707 section 2.2).
   *
   * @param authorized the grant's resource
   * @param requested indicators of the token request, maybe none
   * @param tenant the grant's environment
   * @throws OAuthException {@code invalid_target} when what is requested is not within the grant
   */
  public String audience(String authorized, List<String> requested, Tenant tenant) {
    if (requested.isEmpty()) {
      return authorized;
    }
    Resource resource = of(requested);
    boolean narrower = authorized.equals(canonical.uri()) && resource.admits(tenant);
    if (!resource.uri().equals(authorized) && !narrower) {
      throw new OAuthException(INVALID_TARGET, "the resource is not within the authorized one");
    }
    return resource.uri();
  }
}
