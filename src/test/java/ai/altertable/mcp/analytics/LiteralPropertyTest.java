package ai.altertable.mcp.analytics;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Whatever a text or a name holds, it stays one text or one name. */
class LiteralPropertyTest {
  private static List<TestEngine.Jdbc> engines;

  @BeforeContainer
  static void connect() {
    engines = List.of(TestEngine.postgres(), TestEngine.duckDb());
  }

  @AfterContainer
  static void disconnect() {
    for (TestEngine.Jdbc engine : engines) {
      engine.close();
    }
  }

  @Property(tries = 300)
  void everyTextRoundTripsAsALiteral(@ForAll String text) throws SQLException {
    String wanted = text.replace("\0", "").replaceAll("[\\ud800-\\udfff]", "");
    for (TestEngine.Jdbc engine : engines) {
      try (Statement statement = engine.statement();
          ResultSet result = statement.executeQuery("SELECT " + engine.dialect().text(wanted))) {
        result.next();
        assertThat(result.getString(1)).isEqualTo(wanted);
      }
    }
  }

  @Property(tries = 200)
  void everyNameRoundTripsAsAnIdentifier(@ForAll("names") String name) throws SQLException {
    for (TestEngine.Jdbc engine : engines) {
      try (Statement statement = engine.statement();
          ResultSet result =
              statement.executeQuery("SELECT 1 AS " + engine.dialect().identifier(name))) {
        assertThat(result.getMetaData().getColumnName(1)).isEqualTo(name);
      }
    }
  }

  @Provide
  Arbitrary<String> names() {
    return Arbitraries.strings().withChars("ab\"'\\;- $é").ofMinLength(1).ofMaxLength(20);
  }
}
