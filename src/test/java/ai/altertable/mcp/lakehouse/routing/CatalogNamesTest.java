package ai.altertable.mcp.lakehouse.routing;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.mcp.lakehouse.QueryFault;
import ai.altertable.mcp.lakehouse.QueryFault.Detail;
import ai.altertable.mcp.lakehouse.QueryFault.Kind;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CatalogNamesTest {
  private static final Set<String> KNOWN = Set.of("crm", "lake");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "select * from crm.public.leads|select * from     public.leads",
        "select * from CRM.public.leads|select * from     public.leads",
        "select * from \"crm\".\"p\".\"l\"|select * from       \"p\".\"l\"",
        "select * from crm . public . leads|select * from       public . leads",
        "select crm.public.leads.id from crm.public.leads|select     public.leads.id from     public.leads",
        "select crm.public.leads.* from crm.public.leads|select     public.leads.* from     public.leads",
        "select 1 from a join crm.p.l on a.x = l.y, crm.p.m|select 1 from a join     p.l on a.x = l.y,     p.m",
        "select (select max(id) from crm.p.l) from t|select (select max(id) from     p.l) from t",
        "with c as (select 1 from crm.p.l) select * from c|with c as (select 1 from     p.l) select * from c",
        "table crm.p.l|table     p.l",
        "select 1 from (crm.p.l join x on true)|select 1 from (    p.l join x on true)",
        "select 1 from t union all select 2 from crm.p.l|select 1 from t union all select 2 from     p.l",
        "select $a$ from crm.p.l $a$ from crm.p.l|select $a$ from crm.p.l $a$ from     p.l",
        "select e'\\' from crm.p.l' from crm.p.l|select e'\\' from crm.p.l' from     p.l",
      })
  void findsCatalogsBeforeTables(String sql, String without) {
    CatalogNames names = CatalogNames.of(sql, KNOWN);

    assertThat(names.catalogs()).containsExactly("crm");
    assertThat(Rewriting.of(names, Map.of()).text()).isEqualTo(without);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select 1",
        "select * from public.leads",
        "select * from crm.leads",
        "select * from other.public.leads",
        "select * from a.crm.public.leads",
        "select crm.leads.id from crm.leads",
        "select crm.public.leads from t crm",
        "select 'from crm.public.leads'",
        "select 1 -- from crm.public.leads",
        "select 1 /* from crm.public.leads /* */ from crm.p.l */",
        "select \"from crm.public.leads\" from x",
        "select 1 from t where a is distinct from crm.p.l",
        "select E'\\'' , 'from crm.p.l'",
        "select 1 from t order by crm.p.l",
      })
  void leavesEverythingElseAlone(String sql) {
    CatalogNames names = CatalogNames.of(sql, KNOWN);

    assertThat(names.catalogs()).isEmpty();
    assertThat(Rewriting.of(names, Map.of()).text()).isEqualTo(sql);
  }

  @Test
  void findsSeveral() {
    assertThat(CatalogNames.of("select 1 from crm.p.l join lake.p.m using (id)", KNOWN).catalogs())
        .containsExactly("crm", "lake");
  }

  @Test
  void bringsPlacesOfErrorsBack() {
    String sql = "select é😀\nfrom crm.p.leads l, crm.p.nope n";
    Rewriting rewriting =
        Rewriting.of(CatalogNames.of(sql, KNOWN), Map.of("crm", "a_much_longer_\"name"));
    assertThat(rewriting.text())
        .isEqualTo(
            "select é😀\nfrom \"a_much_longer_\"\"name\".p.leads l, \"a_much_longer_\"\"name\".p.nope n");
    int column = "from \"a_much_longer_\"\"name\".p.leads l, ".length() + 1;

    QueryFault restored =
        rewriting.restore(
            new QueryFault(Kind.INVALID, "no such table", new Detail("x", 2, column, null)));

    assertThat(restored.detail().line()).isEqualTo(2);
    assertThat(restored.detail().column()).isEqualTo("from crm.p.leads l, ".length() + 1);
  }

  @Property(tries = 2000)
  void neverFailsAndKeepsPlaces(@ForAll String anything) {
    CatalogNames names = CatalogNames.of("select 1 from crm.p.l " + anything, KNOWN);

    assertThat(Rewriting.of(names, Map.of()).text()).hasSameSizeAs(names.sql());
  }
}
