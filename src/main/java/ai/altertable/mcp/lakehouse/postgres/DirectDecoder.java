package ai.altertable.mcp.lakehouse.postgres;

import ai.altertable.mcp.lakehouse.rows.CellSink;
import ai.altertable.mcp.lakehouse.value.Scalars;

/**
 * Decoders of the types that results are mostly made of. The server's bytes are the value, or
 * nearly: what looks as usual is given without becoming an object, the rest is decoded.
 */
enum DirectDecoder implements TextDecoder {
  TEXT {
    @Override
    public Object decode(String text) {
      return text;
    }

    @Override
    public void give(byte[] source, int from, int to, CellSink sink) {
      // a database without an encoding (SQL_ASCII) sends what need not be UTF-8
      if (isAscii(source, from, to)) {
        sink.text(source, from, to);
      } else {
        super.give(source, from, to, sink);
      }
    }
  },

  INTEGER {
    @Override
    public Object decode(String text) {
      return Scalars.integer(text);
    }

    @Override
    public void give(byte[] source, int from, int to, CellSink sink) {
      int first = source[from] == '-' ? from + 1 : from;
      if (to - first <= SAFE_DIGITS && areDigits(source, first, to)) {
        sink.number(source, from, to);
      } else {
        super.give(source, from, to, sink);
      }
    }
  },

  FLOATING {
    @Override
    public Object decode(String text) {
      return Scalars.floating(text);
    }

    @Override
    public void give(byte[] source, int from, int to, CellSink sink) {
      if (isDecimal(source, from, to)) {
        sink.number(source, from, to);
      } else {
        super.give(source, from, to, sink);
      }
    }
  },

  /** {@code 2026-11-23 09:00:00.5+00} becomes {@code 2026-11-23T09:00:00.5+00:00}. */
  TIMESTAMP {
    @Override
    public Object decode(String text) {
      return Scalars.timestamp(text);
    }

    @Override
    public void give(byte[] source, int from, int to, CellSink sink) {
      int zone = to - UTC.length;
      boolean utc = zone > from && source[zone] == '+' && areZeros(source, zone + 1, to);
      int end = utc ? zone : to;
      if (!isMoment(source, from, end)) {
        super.give(source, from, to, sink);
        return;
      }
      byte[] iso = new byte[end - from + (utc ? WHOLE_UTC.length : 0)];
      System.arraycopy(source, from, iso, 0, end - from);
      iso[DATE_BYTES] = 'T';
      if (utc) {
        System.arraycopy(WHOLE_UTC, 0, iso, end - from, WHOLE_UTC.length);
      }
      sink.text(iso, 0, iso.length);
    }
  };

  /** Every integer of so many digits is kept by every JSON reader. */
  private static final int SAFE_DIGITS = 15;

  private static final byte[] UTC = {'+', '0', '0'};
  private static final byte[] WHOLE_UTC = {'+', '0', '0', ':', '0', '0'};
  private static final int DATE_BYTES = "0000-00-00".length();
  private static final int SECOND_BYTES = "0000-00-00 00:00:00".length();

  private static boolean isAscii(byte[] source, int from, int to) {
    int any = 0;
    for (int i = from; i < to; i++) {
      any |= source[i];
    }
    return any >= 0;
  }

  private static boolean areDigits(byte[] source, int from, int to) {
    for (int i = from; i < to; i++) {
      if (source[i] < '0' || source[i] > '9') {
        return false;
      }
    }
    return to > from;
  }

  private static boolean areZeros(byte[] source, int from, int to) {
    return source[from] == '0' && source[to - 1] == '0';
  }

  /** Whether JSON writes it the same way: {@code -1.5e-07}, but not {@code NaN}. */
  private static boolean isDecimal(byte[] source, int from, int to) {
    for (int i = from; i < to; i++) {
      byte c = source[i];
      boolean digit = c >= '0' && c <= '9';
      if (!digit && c != '-' && c != '+' && c != '.' && c != 'e') {
        return false;
      }
    }
    return to > from && source[from] != '+';
  }

  /** Whether it is {@code 2026-11-23 09:00:00}, perhaps with a fraction, and nothing else. */
  private static boolean isMoment(byte[] source, int from, int to) {
    if (to - from < SECOND_BYTES
        || source[from + 4] != '-'
        || source[from + 7] != '-'
        || source[from + DATE_BYTES] != ' ') {
      return false;
    }
    for (int i = from + SECOND_BYTES; i < to; i++) {
      byte c = source[i];
      if (c != '.' && (c < '0' || c > '9')) {
        return false;
      }
    }
    return source[from + SECOND_BYTES - 1] >= '0';
  }
}
