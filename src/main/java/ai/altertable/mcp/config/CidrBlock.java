package ai.altertable.mcp.config;

import static java.util.Objects.requireNonNull;

import io.netty.util.NetUtil;
import java.util.Arrays;

/**
 * A block of network addresses, {@code 10.0.0.0/8} or {@code fd00::/8}; a bare address is a block
 * of one. IPv4 addresses mapped into IPv6 count as the IPv4 addresses they are. Names are never
 * looked up.
 */
public final class CidrBlock {
  private static final int MAPPED_PREFIX = 12;

  private final byte[] network;
  private final int bits;

  private CidrBlock(byte[] network, int bits) {
    this.network = network;
    this.bits = bits;
  }

  /**
   * Reads a block.
   *
   * @throws IllegalArgumentException when it is none
   */
  public static CidrBlock parse(String text) {
    requireNonNull(text, "text is null");
    int slash = text.indexOf('/');
    byte[] network = bytes(slash < 0 ? text : text.substring(0, slash));
    if (network == null) {
      throw new IllegalArgumentException("not an address: " + text);
    }
    int all = network.length * Byte.SIZE;
    int bits = slash < 0 ? all : length(text.substring(slash + 1));
    if (bits < 0 || bits > all) {
      throw new IllegalArgumentException("not a prefix length: " + text);
    }
    return new CidrBlock(network, bits);
  }

  /** Whether the text is an IP address, with nothing around it. */
  public static boolean isAddress(String text) {
    return bytes(text) != null;
  }

  /** Whether the address is in the block; false for what is no address. */
  public boolean contains(String address) {
    byte[] other = bytes(address);
    if (other == null || other.length != network.length) {
      return false;
    }
    int whole = bits / Byte.SIZE;
    if (!Arrays.equals(network, 0, whole, other, 0, whole)) {
      return false;
    }
    int rest = bits % Byte.SIZE;
    int mask = 0xff << (Byte.SIZE - rest) & 0xff;
    return rest == 0 || (network[whole] & mask) == (other[whole] & mask);
  }

  private static int length(String text) {
    try {
      return text.length() <= 3 && text.chars().allMatch(c -> c >= '0' && c <= '9')
          ? Integer.parseInt(text)
          : -1;
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  /** 4 or 16 bytes, or null when it is no address. */
  private static byte[] bytes(String text) {
    // NetUtil would drop brackets and zones; neither belongs into a block or a header.
    if (text.isEmpty() || text.indexOf('[') >= 0 || text.indexOf('%') >= 0) {
      return null;
    }
    byte[] bytes = NetUtil.createByteArrayFromIpAddressString(text);
    return bytes != null && mapped(bytes) ? Arrays.copyOfRange(bytes, MAPPED_PREFIX, 16) : bytes;
  }

  private static boolean mapped(byte[] bytes) {
    if (bytes.length != 16 || bytes[10] != -1 || bytes[11] != -1) {
      return false;
    }
    for (int i = 0; i < 10; i++) {
      if (bytes[i] != 0) {
        return false;
      }
    }
    return true;
  }
}
