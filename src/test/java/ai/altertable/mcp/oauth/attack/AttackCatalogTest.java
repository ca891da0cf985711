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
