package ai.altertable.mcp.platform;

import ai.altertable.mcp.config.CidrBlock;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.stream.Stream;

/**
 * Which network addresses are the internet's: not this machine, not the networks around it, which a
 * stranger must not make us connect to, not what is reserved (IANA special-purpose address
 * registries, RFC 6890), and no IPv6 form that carries an IPv4 address inside (RFC 4291, RFC 3056,
 * RFC 4380, RFC 6052).
 */
public final class PublicAddresses {
  private static final List<CidrBlock> SPECIAL_V4 =
      blocks(
          "0.0.0.0/8", // this network
          "10.0.0.0/8", // private
          "100.64.0.0/10", // behind a carrier's NAT
          "127.0.0.0/8", // loopback
          "169.254.0.0/16", // link-local, and clouds' metadata services
          "172.16.0.0/12", // private
          "192.0.0.0/24", // protocol assignments
          "192.0.2.0/24", // documentation
          "192.88.99.0/24", // 6to4 relays
          "192.168.0.0/16", // private
          "198.18.0.0/15", // benchmarks
          "198.51.100.0/24", // documentation
          "203.0.113.0/24", // documentation
          "224.0.0.0/4", // multicast
          "240.0.0.0/4"); // reserved, broadcast

  /**
   * Everything public is in here: loopback, ULA, link-local, multicast, NAT64 and ::/96 are not.
   */
  private static final CidrBlock GLOBAL_V6 = CidrBlock.parse("2000::/3");

  private static final List<CidrBlock> SPECIAL_V6 =
      blocks(
          "2001::/23", // Teredo, ORCHID and other assignments
          "2001:db8::/32", // documentation
          "2002::/16", // 6to4: holds any IPv4 address
          "3fff::/20"); // documentation

  private PublicAddresses() {}

  /** Whether the address is one of the public internet. */
  public static boolean contains(InetAddress address) {
    String text = address.getHostAddress();
    if (address instanceof Inet6Address) {
      return text.indexOf('%') < 0
          && GLOBAL_V6.contains(text)
          && SPECIAL_V6.stream().noneMatch(block -> block.contains(text));
    }
    return SPECIAL_V4.stream().noneMatch(block -> block.contains(text));
  }

  /** The address as text, without the zone that may follow a link-local one. */
  public static String text(InetAddress address) {
    try {
      return InetAddress.getByAddress(address.getAddress()).getHostAddress();
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static List<CidrBlock> blocks(String... blocks) {
    return Stream.of(blocks).map(CidrBlock::parse).toList();
  }
}
