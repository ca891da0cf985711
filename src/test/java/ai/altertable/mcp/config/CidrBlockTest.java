package ai.altertable.mcp.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CidrBlockTest {
  @Property
  void ipv4HoldsWhatSharesThePrefix(
      @ForAll @Size(4) byte[] a, @ForAll @Size(4) byte[] b, @ForAll @IntRange(max = 32) int bits)
      throws UnknownHostException {
    check(a, b, bits);
  }

  @Property
  void ipv6HoldsWhatSharesThePrefix(
      @ForAll @Size(16) byte[] a, @ForAll @Size(16) byte[] b, @ForAll @IntRange(max = 128) int bits)
      throws UnknownHostException {
    check(a, b, bits);
  }

  @Property
  void ipv4HoldsItsNeighbourhood(
      @ForAll @Size(4) byte[] a,
      @ForAll @IntRange(max = 31) int bit,
      @ForAll @IntRange(max = 32) int bits)
      throws UnknownHostException {
    byte[] b = a.clone();
    b[bit / 8] ^= (byte) (0x80 >> bit % 8);
    check(a, b, bits);
    assertThat(CidrBlock.parse(text(a) + "/" + bits).contains(text(b))).isEqualTo(bit >= bits);
  }

  @Property
  void readsOrRefusesAnyText(@ForAll String text) {
    Assume.that(!CidrBlock.isAddress(text));
    assertThat(CidrBlock.parse("0.0.0.0/0").contains(text)).isFalse();
    assertThatIllegalArgumentException().isThrownBy(() -> CidrBlock.parse(text + "/8"));
  }

  @ParameterizedTest
  @CsvSource({
    "10.0.0.0/8, 10.255.1.2, true",
    "10.0.0.0/8, 11.0.0.1, false",
    "10.0.0.0/8, ::ffff:10.1.2.3, true",
    "::ffff:10.0.0.1, 10.0.0.1, true",
    "127.0.0.1, 127.0.0.1, true",
    "127.0.0.1, 127.0.0.2, false",
    "fd00::/8, fd12::1, true",
    "fd00::/8, 10.0.0.1, false",
    "::1, ::1, true",
    "0.0.0.0/0, ::1, false",
    "10.0.0.0/8, 10.0.0.1.evil.example, false"
  })
  void decides(String block, String address, boolean contained) {
    assertThat(CidrBlock.parse(block).contains(address)).isEqualTo(contained);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/8",
        "10.0.0.0/",
        "10.0.0.0/33",
        "10.0.0.0/-1",
        "::/129",
        "10.0.0.0/8/8",
        "localhost",
        "example.com",
        "10.0.0",
        "[::1]",
        "fe80::1%eth0",
        "10.0.0.0/٣"
      })
  void refuses(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> CidrBlock.parse(text));
  }

  /** Against plain arithmetic. */
  private static void check(byte[] a, byte[] b, int bits) throws UnknownHostException {
    Assume.that(text(a).contains(":") == text(b).contains(":"));
    int all = InetAddress.getByAddress(a).getAddress().length * 8;
    Assume.that(bits <= all && all == a.length * 8);
    boolean expected =
        new BigInteger(1, a)
            .shiftRight(all - bits)
            .equals(new BigInteger(1, b).shiftRight(all - bits));

    assertThat(CidrBlock.parse(text(a) + "/" + bits).contains(text(b))).isEqualTo(expected);
  }

  private static String text(byte[] address) throws UnknownHostException {
    return InetAddress.getByAddress(address).getHostAddress();
  }
}
