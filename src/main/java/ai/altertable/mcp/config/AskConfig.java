package ai.altertable.mcp.config;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * The model behind the tool {@code ask}, keys {@code ask.*}.
 *
 * @param url where an OpenAI-compatible API is, without {@code /chat/completions}; https, or http
 *     on this machine
 * @param key sent as bearer token; empty = none
 * @param model its name there
 * @param limits of one question
 * @param chatLifetime how long a chat can be gone on with, from its last question
 */
public record AskConfig(
    URI url, Optional<String> key, String model, Limits limits, Duration chatLifetime) {
  public AskConfig {
    requireNonNull(url, "url is null");
    requireNonNull(key, "key is null");
    requireNonNull(model, "model is null");
    requireNonNull(limits, "limits is null");
    requireNonNull(chatLifetime, "chatLifetime is null");
  }

  /**
   * @param steps how often the model is called
   * @param tokens read and written by the model, all steps together
   * @param time from the question to the answer
   */
  public record Limits(int steps, int tokens, Duration time) {}

  @Override
  public String toString() {
    return "AskConfig[" + url + ", " + model + "]";
  }
}
