package ai.altertable.mcp.lakehouse.demo;

import java.math.BigDecimal;

/** Amounts in cents, printed as decimals. */
final class Money {
  private Money() {}

  static String text(long cents) {
    return BigDecimal.valueOf(cents, 2).toPlainString();
  }
}
