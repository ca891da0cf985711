package ai.altertable.mcp.oauth.client;

import ai.altertable.mcp.oauth.proof.PublicKeys;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads the public keys that a command is given. Blocks. */
final class KeyFiles {
  private KeyFiles() {}

  /**
   * @param file a JWK set
   * @throws IllegalArgumentException when it cannot be read or is none; the message is for the
   *     operator
   */
  static PublicKeys read(String file) {
    try {
      return PublicKeys.parse(new JsonObject(Files.readString(Path.of(file))));
    } catch (IOException | DecodeException e) {
      throw new IllegalArgumentException("--keys must name a file with a JWK set", e);
    }
  }
}
