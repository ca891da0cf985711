package ai.altertable.mcp.platform;

import ai.altertable.mcp.config.CidrBlock;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Finds the client behind the proxies that {@code proxy.trusted} names. What anyone else says in
 * {@code X-Forwarded-*} is ignored: they could say anything.
 */
public final class TrustedProxies {
  private static final Pattern HOST =
      Pattern.compile("([A-Za-z0-9._-]{1,253}|\\[[0-9A-Fa-f:.]{2,45}])(:[0-9]{1,5})?");

  private final List<CidrBlock> trusted;

  /**
   * @param blocks addresses or CIDR blocks, checked by the configuration
   */
  public TrustedProxies(List<String> blocks) {
    this.trusted = blocks.stream().map(CidrBlock::parse).toList();
  }

  /** The client of a request. */
  public ClientAddress client(HttpServerRequest request) {
    HostAndPort authority = request.authority();
    ClientAddress peer =
        new ClientAddress(
            request.remoteAddress().hostAddress(),
            request.isSSL() ? "https" : "http",
            authority == null ? null : authority.toString());
    return client(
        peer,
        request.getHeader("X-Forwarded-For"),
        request.getHeader("X-Forwarded-Proto"),
        request.getHeader("X-Forwarded-Host"));
  }

  /**
   * The client behind a peer.
   *
   * @param peer who opened the connection
   * @param addresses {@code X-Forwarded-For}, or null
   * @param scheme {@code X-Forwarded-Proto}, or null
   * @param host {@code X-Forwarded-Host}, or null
   */
  ClientAddress client(ClientAddress peer, String addresses, String scheme, String host) {
    if (!trusts(peer.ip())) {
      return peer;
    }
    String outerScheme = last(scheme);
    String outerHost = last(host);
    return new ClientAddress(
        addresses == null ? peer.ip() : nearestStranger(peer.ip(), addresses),
        outerScheme.equals("http") || outerScheme.equals("https") ? outerScheme : peer.scheme(),
        HOST.matcher(outerHost).matches() ? outerHost : peer.host());
  }

  /**
   * Every proxy appends whom it saw, so the list is true from its end up to the first address that
   * is no trusted proxy: that is the client. Whatever stands before it, the client made up.
   */
  private String nearestStranger(String peer, String addresses) {
    String nearest = peer;
    String[] hops = addresses.split(",", -1);
    for (int i = hops.length - 1; i >= 0; i--) {
      String hop = hops[i].trim();
      if (!CidrBlock.isAddress(hop)) {
        return nearest;
      }
      nearest = hop;
      if (!trusts(hop)) {
        return hop;
      }
    }
    return nearest;
  }

  /** Whether an address is a proxy's, behind which there are many clients. */
  public boolean trusts(String address) {
    return trusted.stream().anyMatch(block -> block.contains(address));
  }

  private static String last(String list) {
    return list == null ? "" : list.substring(list.lastIndexOf(',') + 1).trim();
  }
}
