package ai.altertable.mcp.oauth.attack;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.lang.reflect.Constructor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Counts the attack table, so that no part of it can quietly disappear. */
class AttackCatalogTest {
  private static final int FEWEST = 120;

  /** Rows by the class that has them. */
  private static final Map<Class<?>, List<Attack>> TABLES =
      new TreeMap<>(Comparator.comparing(Class::getName));

  @BeforeAll
  static void find() throws ReflectiveOperationException {
    for (JavaClass found : new ClassFileImporter().importPackages("ai.altertable.mcp")) {
      if (found.isAssignableTo(AttackTable.class) && !found.isInterface()) {
        Class<?> type = found.reflect();
        Constructor<?> constructor = type.getDeclaredConstructor();
        constructor.setAccessible(true);
        TABLES.put(type, ((AttackTable) constructor.newInstance()).attacks().toList());
      }
    }
  }

  private static Stream<Attack> all() {
    return TABLES.values().stream().flatMap(List::stream);
  }

  @Test
  void hasManyCases() {
    assertThat(all().count()).isGreaterThanOrEqualTo(FEWEST);
  }

  @Test
  void hasCasesOfEveryFamily() {
    Map<Family, Integer> counts = new EnumMap<>(Family.class);
    all().forEach(one -> counts.merge(one.family(), 1, Integer::sum));
    assertThat(counts.keySet()).containsExactlyInAnyOrder(Family.values());
  }

  /** Kinds that must be there, and what the name of a case of each has in it. */
  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "MIX_UP | an answer of another issuer",
        "MIX_UP | answer of another provider",
        "CODE_INJECTION | another's code",
        "PKCE_DOWNGRADE | code_challenge_method=plain",
        "PKCE_DOWNGRADE | code_verifier=",
        "REDIRECT | @evil.example",
        "REDIRECT | \\",
        "REDIRECT | user:pass@",
        "REDIRECT | g\u043e\u043ed.example",
        "REDIRECT | a.example./",
        "REDIRECT | /../",
        "REDIRECT | %2e",
        "REDIRECT | return_to",
        "CSRF | consent without a form token",
        "CLICKJACKING | in a frame",
        "POLLUTION | grant_type=",
        "POLLUTION | code twice",
        "POLLUTION | state twice",
        "JWT_CONFUSION | alg none",
        "JWT_CONFUSION | HS256 with the public key",
        "JWT_CONFUSION | kid",
        "JWT_CONFUSION | jku",
        "REPLAY | a code again",
        "REPLAY | an assertion again",
        "REPLAY | a proof again",
        "REPLAY | a request_uri again",
        "RACE | a refresh token",
        "RACE | a code",
        "SSRF | a name that resolves to",
        "SSRF | fetches",
        "SSRF | metadata whose keys are inside",
        "INJECTION | line breaks in state",
        "INJECTION | log: CR LF in client_name",
        "INJECTION | log: an escape sequence in the user agent",
        "OVERSIZED | a large body",
        "OVERSIZED | many parameters",
        "OVERSIZED | /token never ends",
        "SESSION_FIXATION | a session set before",
        "SESSION_FIXATION | one kept over the factor",
        "TENANT_SWAP | another's environment",
        "TENANT_SWAP | API: GET /grants/{grant} of demo",
        "TENANT_SWAP | console: another user's connected app"
      })
  void hasCasesOfEveryKind(Family family, String kind) {
    assertThat(all().filter(one -> one.family() == family).map(Attack::name))
        .anyMatch(name -> name.contains(kind));
  }

  @Test
  void countsEachCaseOnce() {
    TABLES.forEach(
        (table, rows) -> {
          List<String> names = new ArrayList<>();
          rows.forEach(row -> names.add(row.family() + " " + row.name()));
          assertThat(names).as(table.getSimpleName()).doesNotHaveDuplicates().isNotEmpty();
        });
  }

  @Test
  void runsEveryTable() {
    assertThat(TABLES.keySet())
        .as("surefire runs what is called so")
        .allMatch(table -> table.getSimpleName().endsWith("Test"));
  }
}
