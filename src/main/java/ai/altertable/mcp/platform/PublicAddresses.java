package ai.altertable.mcp.platform;

import ai.altertable.mcp.config.CidrBlock;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.stream.Stream;

/**
 * Tells addresses of the internet from those of this machine and of the networks around it, which a
 * stranger must not make us connect to.
 */
public final class PublicAddresses {
  /**
   * The IANA special-purpose registries (RFC 6890), multicast, and the IPv6 forms that carry an
   * IPv4 address inside them (RFC 4291, RFC 3056, RFC 4380, RFC 6052).
   */
  private static final List<CidrBlock> SPECIAL =
      Stream.of(
              "0.0.0.0/8",
              "10.0.0.0/8",
              "100.64.0.0/10",
              "127.0.0.0/8",
              "169.254.0.0/16",
              "172.16.0.0/12",
              "192.0.0.0/24",
              "192.0.2.0/24",
              "192.88.99.0/24",
              "192.168.0.0/16",
              "198.18.0.0/15",
              "198.51.100.0/24",
              "203.0.113.0/24",
              "224.0.0.0/4",
              "240.0.0.0/4",
              "::/96",
              "64:ff9b::/96",
              "64:ff9b:1::/48",
              "100::/64",
              "2001::/23",
              "2001:db8::/32",
              "2002::/16",
              "3fff::/20",
              "5f00::/16",
              "fc00::/7",
              "fe80::/10",
              "fec0::/10",
              "ff00::/8")
          .map(CidrBlock::parse)
          .toList();

  private PublicAddresses() {}

  /** Whether the address is one of the public internet. */
  public static boolean contains(InetAddress address) {
    String text = text(address);
    return SPECIAL.stream().noneMatch(block -> block.contains(text));
  }

  /** The address as text, without the zone that may follow a link-local one. */
  public static String text(InetAddress address) {
    try {
      return InetAddress.getByAddress(address.getAddress()).getHostAddress();
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
