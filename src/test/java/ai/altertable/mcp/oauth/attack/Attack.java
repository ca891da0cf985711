package ai.altertable.mcp.oauth.attack;

import static java.util.Objects.requireNonNull;

import org.junit.jupiter.api.function.Executable;

/**
 * One row of the attack table.
 *
 * @param name what is tried; unique within its table and family
 * @param attempt tries it and asserts the answer
 */
public record Attack(Family family, String name, Executable attempt) {
  public Attack {
    requireNonNull(family, "family is null");
    requireNonNull(name, "name is null");
    requireNonNull(attempt, "attempt is null");
  }
}
