package ai.altertable.mcp.oauth.attack;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** A part of the attack table; implemented by test classes, which run each row as a test. */
public interface AttackTable {
  /** The rows. Starts nothing: the catalog asks for them without running any. */
  Stream<Attack> attacks();

  @TestFactory
  default Stream<DynamicTest> attack() {
    return attacks().map(one -> DynamicTest.dynamicTest(title(one), one.attempt()));
  }

  private static String title(Attack one) {
    return one.family() + ": " + one.name().replaceAll("\\p{Cntrl}", "?");
  }
}
