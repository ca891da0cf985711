package ai.altertable.mcp.lakehouse.postgres;

import static java.util.Objects.requireNonNull;

/**
 * A type of the server.
 *
 * @param name as SQL writes it: {@code timestamp with time zone}
 */
record PgType(String name, TextDecoder decoder) {
  PgType {
    requireNonNull(name, "name is null");
    requireNonNull(decoder, "decoder is null");
  }

  PgType array(char delimiter) {
    return new PgType(name + "[]", Nested.array(decoder, delimiter));
  }
}
