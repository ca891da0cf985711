package ai.altertable.mcp.analytics.insight;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A range of IPv4 addresses (RFC 4632). As not every engine knows addresses, it is a pattern of
 * their texts.
 *
 * @param address as a number
 * @param prefix how many of its first bits count
 */
record Ipv4Range(long address, int prefix) {
  private static final String OCTET = "(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])";
  private static final Pattern WRITTEN =
      Pattern.compile(
          "([0-9]{1,3})\\.([0-9]{1,3})\\.([0-9]{1,3})\\.([0-9]{1,3})(?:/([0-9]{1,2}))?");
  private static final int BITS = 32;

  /** Reads {@code 10.0.0.0/8}, or one address; empty for anything else. */
  static Optional<Ipv4Range> parse(String text) {
    Matcher matcher = WRITTEN.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    long address = 0;
    for (int i = 1; i <= 4; i++) {
      int octet = Integer.parseInt(matcher.group(i));
      if (octet > 255) {
        return Optional.empty();
      }
      address = address << 8 | octet;
    }
    int prefix = matcher.group(5) == null ? BITS : Integer.parseInt(matcher.group(5));
    return prefix > BITS ? Optional.empty() : Optional.of(new Ipv4Range(address, prefix));
  }

  /** Matches the texts of the addresses in the range, as a whole. */
  String pattern() {
    List<String> octets = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      int octet = (int) (address >> (24 - 8 * i)) & 255;
      int fixedBits = Math.min(8, Math.max(0, prefix - 8 * i));
      int free = 1 << (8 - fixedBits);
      int first = octet / free * free;
      octets.add(
          fixedBits == 0
              ? OCTET
              : IntStream.range(first, first + free)
                  .mapToObj(Integer::toString)
                  .collect(Collectors.joining("|", "(", ")")));
    }
    return String.join("[.]", octets);
  }
}
