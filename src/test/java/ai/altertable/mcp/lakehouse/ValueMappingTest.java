package ai.altertable.mcp.lakehouse;

import static ai.altertable.mcp.lakehouse.LakehouseFixture.rows;
import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.mcp.bus.Tenant;
import ai.altertable.mcp.platform.Cancellation;
import io.vertx.core.json.JsonArray;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ValueMappingTest {
  private static LakehouseFixture lakehouse;
  private static QueryEngine engine;

  @BeforeAll
  static void start() {
    lakehouse = new LakehouseFixture();
    Tenant tenant = lakehouse.tenant("acme", "production");
    engine = lakehouse.engine(tenant);
    lakehouse.asOwner(
        tenant,
        "CREATE TYPE public.mood AS ENUM ('sad', 'fine');"
            + "CREATE TYPE public.spot AS (name text, at point, mood public.mood);"
            + "CREATE TYPE public.tree AS (label text, children integer[]);"
            + "CREATE DOMAIN public.cents AS bigint CHECK (value >= 0);"
            + "CREATE TYPE public.span AS RANGE (subtype = float8);"
            + "CREATE TABLE public.made (moods public.mood[], spots public.spot[],"
            + " price public.cents, prices public.cents[])");
  }

  @AfterAll
  static void stop() {
    lakehouse.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "true|boolean|true",
        "7::smallint|smallint|7",
        "-2147483648|integer|-2147483648",
        "9007199254740991|bigint|9007199254740991",
        "9007199254740992|bigint|\"9007199254740992\"",
        "(-9223372036854775808)::int8|bigint|\"-9223372036854775808\"",
        "4294967295::oid|oid|4294967295",
        "1234567890123456789012345678901234567890.123456789|numeric|\"1234567890123456789012345678901234567890.123456789\"",
        "1.10|numeric|\"1.10\"",
        "'NaN'::numeric|numeric|\"NaN\"",
        "'-Infinity'::numeric|numeric|\"-Infinity\"",
        "0.1::real|real|0.1",
        "0.1::float8 + 0.2::float8|double precision|0.30000000000000004",
        "'NaN'::float8|double precision|\"NaN\"",
        "'Infinity'::real|real|\"Infinity\"",
        "timestamptz '2026-03-29 01:30:00.123456+02'|timestamp with time zone|\"2026-03-28T23:30:00.123456+00:00\"",
        "timestamptz 'infinity'|timestamp with time zone|\"infinity\"",
        "timestamptz '0044-03-15 00:00:00+00 BC'|timestamp with time zone|\"0044-03-15 00:00:00+00 BC\"",
        "timestamp '2026-03-29 01:30:00'|timestamp without time zone|\"2026-03-29T01:30:00\"",
        "timestamp '12026-03-29 01:30:00'|timestamp without time zone|\"12026-03-29T01:30:00\"",
        "date '2026-02-28'|date|\"2026-02-28\"",
        "date '-infinity'|date|\"-infinity\"",
        "time '24:00:00'|time without time zone|\"24:00:00\"",
        "timetz '10:00:00.5+02'|time with time zone|\"10:00:00.5+02:00\"",
        "interval '1 year 2 months -3 days 04:05:06.7'|interval|\"P1Y2M-3DT4H5M6.7S\"",
        "'\\x00ff10'::bytea|bytea|\"AP8Q\"",
        "''::bytea|bytea|\"\"",
        "'{\"a\": [1, null, {\"b\": 1.10}]}'::jsonb|jsonb|{\"a\":[1,null,{\"b\":1.10}]}",
        "'123456789012345678901234567890'::json|json|123456789012345678901234567890",
        "'null'::jsonb|jsonb|null",
        "'\"text\"'::jsonb|jsonb|\"text\"",
        "NULL::jsonb|jsonb|null",
        "'{1,NULL,9007199254740993}'::int8[]|bigint[]|[1,null,\"9007199254740993\"]",
        "'{{1,2},{3,4}}'::int[]|integer[]|[[1,2],[3,4]]",
        "'[0:1]={1,2}'::int[]|integer[]|[1,2]",
        "'{}'::text[]|text[]|[]",
        "ARRAY['a,b', 'q\"\\', 'NULL', '', NULL, '{}']|text[]|[\"a,b\",\"q\\\"\\\\\",\"NULL\",\"\",null,\"{}\"]",
        "ARRAY[timestamptz '2026-01-01 00:00Z']|timestamp with time zone[]|[\"2026-01-01T00:00:00+00:00\"]",
        "ARRAY['{\"a\":1}'::jsonb]|jsonb[]|[{\"a\":1}]",
        "ARRAY[box '(1,1),(0,0)', box '(2,2),(1,1)']|box[]|[\"(1,1),(0,0)\",\"(2,2),(1,1)\"]",
        "'4fd0bf39-8d3b-4c42-9d3a-1b6f6b4b3a01'::uuid|uuid|\"4fd0bf39-8d3b-4c42-9d3a-1b6f6b4b3a01\"",
        "int4range(1, 5)|int4range|\"[1,5)\"",
        "'{[1,2),[5,6)}'::int4multirange|int4multirange|\"{[1,2),[5,6)}\"",
        "point '(1.5,2)'|point|\"(1.5,2)\"",
        "polygon '((0,0),(1,1))'|polygon|\"((0,0),(1,1))\"",
        "12.34::money|money|\"$12.34\"",
        "inet '10.0.0.0/8'|inet|\"10.0.0.0/8\"",
        "macaddr '08:00:2b:01:02:03'|macaddr|\"08:00:2b:01:02:03\"",
        "B'101'|bit|\"101\"",
        "'a'::\"char\"|\"char\"|\"a\"",
        "'x'::name|name|\"x\"",
        "'ab'::char(4)|character|\"ab  \"",
        "'pg_class'::regclass|regclass|\"pg_class\"",
        "to_tsvector('simple', 'a b')|tsvector|\"'a':1 'b':2\"",
        "xmlelement(name a, 'b')|xml|\"<a>b</a>\"",
        "'fine'::public.mood|mood|\"fine\"",
        "ARRAY['sad', NULL]::public.mood[]|mood[]|[\"sad\",null]",
        "7::public.cents|bigint|7",
        "ARRAY[7]::public.cents[]|cents[]|[7]",
        "'[1.5,2.5]'::public.span|span|\"[1.5,2.5]\"",
        "ROW('x \"y\", (z)', '(1,2)', 'fine')::public.spot|spot|{\"name\":\"x \\\"y\\\", (z)\",\"at\":\"(1,2)\",\"mood\":\"fine\"}",
        "ARRAY[ROW('a', NULL, NULL)::public.spot]|spot[]|[{\"name\":\"a\",\"at\":null,\"mood\":null}]",
        "ROW('l', ARRAY[1,2])::public.tree|tree|{\"label\":\"l\",\"children\":[1,2]}",
        "ROW(1, 'a', NULL)|record|[\"1\",\"a\",null]",
        "'é😀\u2028'|text|\"é😀\u2028\"",
      })
  void keepsEveryDigit(String expression, String type, String json) {
    QueryResult result =
        LakehouseFixture.await(
            engine.query(
                LakehouseFixture.request("SELECT " + expression + " AS v"), new Cancellation()));

    assertThat(result.columns().get(0).type()).endsWith(type);
    assertThat(result.rows().encode()).isEqualTo("[[" + json + "]]");
  }

  @Test
  void keepsNamesThatRepeatAndResultsWithoutColumns() {
    QueryResult result =
        LakehouseFixture.await(
            engine.query(
                LakehouseFixture.request("SELECT 1 AS a, 2 AS a, 3 AS \"\u00e9 b\""),
                new Cancellation()));

    assertThat(result.columns()).extracting(Column::name).containsExactly("a", "a", "é b");
    assertThat(rows(engine, "SELECT FROM generate_series(1, 3)")).hasSize(3);
  }

  @Test
  void decodesMadeTypesInEveryRowOfALongResult() {
    QueryResult result =
        LakehouseFixture.await(
            engine.query(
                LakehouseFixture.request(
                    "SELECT i, ARRAY['sad']::public.mood[] FROM generate_series(1, 400) i"),
                new Cancellation()));

    assertThat(result.rows())
        .hasSize(400)
        .allSatisfy(
            row -> assertThat(((JsonArray) row).getValue(1)).isEqualTo(new JsonArray().add("sad")));
  }

  @Test
  void doesNotReadJsonOfAnyDepth() {
    assertThat(
            rows(engine, "SELECT (repeat('[', 2000) || repeat(']', 2000))::json").get(0).toString())
        .hasSizeGreaterThan(4000);
  }
}
