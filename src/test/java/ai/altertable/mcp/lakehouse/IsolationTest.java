package ai.altertable.mcp.lakehouse;

import static ai.altertable.mcp.lakehouse.LakehouseFixture.await;
import static ai.altertable.mcp.lakehouse.LakehouseFixture.request;
import static ai.altertable.mcp.lakehouse.LakehouseFixture.rows;
import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.mcp.bus.Tenant;
import ai.altertable.mcp.lakehouse.postgres.EnvironmentDatabase;
import ai.altertable.mcp.platform.Cancellation;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Statements that try to get out of their environment, or to spoil it for others. */
class IsolationTest {
  private static LakehouseFixture lakehouse;
  private static Tenant tenant;
  private static QueryEngine engine;
  private static EnvironmentDatabase neighbour;

  @BeforeAll
  static void start() {
    lakehouse = new LakehouseFixture();
    tenant = lakehouse.tenant("acme", "production");
    engine = lakehouse.engine(tenant);
    Tenant other = lakehouse.tenant("rival", "production");
    neighbour = await(lakehouse.databases.of(other.environmentId()));
    lakehouse.asOwner(
        tenant,
        "CREATE SCHEMA shop; CREATE TABLE shop.orders (id int PRIMARY KEY, note text);"
            + "CREATE SEQUENCE shop.counter;"
            + "INSERT INTO shop.orders VALUES (1, 'one')");
    lakehouse.asOwner(
        other, "CREATE SCHEMA secret; CREATE TABLE secret.plans AS SELECT 'rivals plan' AS plan");
  }

  @AfterAll
  static void stop() {
    lakehouse.close();
  }

  @AfterEach
  void nothingIsLeftBehind() {
    assertThat(rows(engine, "SELECT id, note FROM shop.orders")).hasToString("[[1,\"one\"]]");
    LakehouseHealth.check(lakehouse, tenant, engine);
  }

  /** What must be refused. */
  static Stream<String> refused() {
    return Stream.of(
        // not a query
        "commit",
        "rollback",
        "begin",
        "set role none",
        "set role postgres",
        "set session authorization postgres",
        "set transaction read write",
        "set transaction_read_only = off",
        "reset all",
        "listen x",
        "notify x",
        "unlisten *",
        "prepare p as select 1",
        "execute p",
        "deallocate all",
        "discard all",
        "do $$ begin perform 1; end $$",
        "show data_directory",
        "explain select 1",
        "explain analyze select 1",
        "vacuum",
        "checkpoint",
        "load 'dblink'",
        "lock table shop.orders",
        "call x()",
        "create table shop.t (a int)",
        "create temp table t (a int)",
        "create extension dblink",
        "create function f() returns int language sql as 'select 1'",
        "alter role current_user superuser",
        "alter system set fsync = off",
        "grant all on shop.orders to public",
        "drop table shop.orders",
        "truncate shop.orders",
        "insert into shop.orders values (2, 'two')",
        "update shop.orders set note = 'x'",
        "delete from shop.orders",
        "merge into shop.orders o using (select 1 as id) s on o.id = s.id when matched then delete",
        "copy shop.orders to stdout",
        "copy shop.orders to '/tmp/x'",
        "copy (select 1) to program 'id'",
        "copy shop.orders from '/etc/passwd'",
        "declare d cursor for select 1",
        "declare d cursor with hold for select 1",
        "fetch all from c",
        "close c",
        "move c",
        "import foreign schema x from server y into z",
        // several statements
        "select 1; commit",
        "select 1; select 2",
        "select 1; commit; set role postgres; select 2",
        "select 1;; drop table shop.orders;",
        "; commit",
        // out of the cursor
        "select 1) x; commit",
        "select 1); commit; --",
        "with hold select 1",
        "select 1 for update; commit",
        "select 1\n; commit --",
        "select 1 -- \n; commit",
        "select 1 /* */; commit /* */",
        "select 1 into shop.t",
        "select * into temp t from shop.orders",
        // writes in a query
        "with x as (delete from shop.orders returning *) select * from x",
        "with x as (insert into shop.orders values (2, 'two') returning id) select id from x",
        "with x as (update shop.orders set note = 'x' returning 1) table x",
        "with x as (merge into shop.orders o using (select 1 as id) s on o.id = s.id"
            + " when matched then delete returning 1) select * from x",
        "select * from shop.orders for update",
        "select * from shop.orders for share",
        "select * from shop.orders for key share skip locked",
        "select nextval('shop.counter')",
        "select setval('shop.counter', 9)",
        // settings
        "select set_config('role', 'postgres', true)",
        "select set_config('role', 'none', false)",
        "select set_config('session_authorization', 'postgres', false)",
        "select set_config('transaction_read_only', 'off', true)",
        "select set_config('statement_timeout', '0', false)",
        "select set_config('default_transaction_read_only', 'off', false)",
        "select set_config('DateStyle', 'German', false)",
        "select setseed(0.5)",
        // waiting, locks, signals
        "select pg_sleep(60)",
        "select pg_sleep_for('1 minute')",
        "select pg_sleep_until(now() + interval '1 minute')",
        "select pg_advisory_lock(1)",
        "select pg_advisory_lock_shared(1, 2)",
        "select pg_try_advisory_lock(1)",
        "select pg_advisory_xact_lock(1)",
        "select pg_advisory_unlock_all()",
        "select pg_notify('grant_revoked', 'x')",
        "select pg_cancel_backend(pg_backend_pid())",
        "select pg_terminate_backend(1)",
        "select pg_reload_conf()",
        "select pg_rotate_logfile()",
        "select pg_switch_wal()",
        "select pg_create_restore_point('x')",
        "select pg_log_backend_memory_contexts(pg_backend_pid())",
        "select pg_stat_reset()",
        "select pg_logical_emit_message(false, 'x', 'y')",
        "select pg_create_logical_replication_slot('s', 'test_decoding')",
        "select pg_export_snapshot()",
        "select pg_current_xact_id()",
        "select txid_current()",
        // statements in strings
        "select query_to_xml('select 1', true, true, '')",
        "select query_to_xml_and_xmlschema('commit', true, true, '')",
        "select table_to_xml('shop.orders', true, true, '')",
        "select schema_to_xml('shop', true, true, '')",
        "select database_to_xml(true, true, '')",
        "select cursor_to_xml('c', 1, true, true, '')",
        "select * from ts_stat('select to_tsvector(note) from shop.orders')",
        "select ts_rewrite('a'::tsquery, 'select ''a''::tsquery, ''b''::tsquery')",
        "select * from dblink('dbname=postgres', 'select 1') as t(a int)",
        // files and large objects
        "select pg_read_file('/etc/passwd')",
        "select pg_read_binary_file('postgresql.conf')",
        "select pg_ls_dir('.')",
        "select * from pg_ls_waldir()",
        "select * from pg_stat_file('postgresql.conf')",
        "select pg_current_logfile()",
        "select lo_import('/etc/passwd')",
        "select lo_creat(-1)",
        "select lo_from_bytea(0, 'x')",
        "select lo_get(1)",
        "select lo_put(1, 0, 'x')",
        "select loread(0, 10)",
        "select lo_export(1, '/tmp/x')",
        "select pg_relation_filepath('shop.orders')",
        "select pg_tablespace_location(1663)",
        // the server and its other tenants
        "select * from pg_database",
        "select * from pg_roles",
        "select * from pg_user",
        "select * from pg_authid",
        "select * from pg_shadow",
        "select * from pg_group",
        "select * from pg_auth_members",
        "select * from pg_db_role_setting",
        "select * from pg_shdescription",
        "select * from pg_shdepend",
        "select * from pg_tablespace",
        "select * from pg_stat_activity",
        "select * from pg_stat_database",
        "select * from pg_stat_replication",
        "select * from pg_stat_ssl",
        "select * from pg_locks",
        "select * from pg_prepared_xacts",
        "select * from pg_replication_slots",
        "select * from pg_subscription",
        "select * from pg_hba_file_rules",
        "select * from pg_file_settings",
        "select * from pg_largeobject",
        "select pg_stat_get_activity(null)",
        "select pg_stat_get_backend_idset()",
        "select pg_stat_get_db_numbackends(1)",
        "select pg_database_size('postgres')",
        "select pg_show_all_file_settings()",
        "select inet_server_addr()",
        "select * from " + "rival.secret.plans",
        "select * from secret.plans",
        // texts that are not one
        "",
        "   \n\t",
        "-- nothing",
        "/* unterminated",
        "select 'unterminated",
        "select \"unterminated",
        "select $tag$unterminated",
        "select E'\\'; commit; --",
        "select U&'\\00zz'",
        "select U&'\\0000'",
        "select '\0'",
        "select 1\0; commit",
        "select $1",
        "select " + "x".repeat(1_000_000),
        "select '" + "x".repeat(1_000_000) + "'",
        "select " + "(".repeat(50_000) + "1" + ")".repeat(50_000),
        "select " + "1+".repeat(100_000) + "1");
  }

  @ParameterizedTest
  @MethodSource("refused")
  void refuses(String sql) {
    QueryFault fault = LakehouseFixture.fault(engine.query(quick(sql), new Cancellation()));

    assertThat(fault.kind()).isIn(QueryFault.Kind.INVALID, QueryFault.Kind.FORBIDDEN);
    assertThat(fault.getMessage()).hasSizeLessThan(1100);
    assertThat(fault + " " + fault.detail()).doesNotContain(neighbour.reader().getDatabase());
  }

  /** What takes more than a query may take. */
  static Stream<String> exhausting() {
    return Stream.of(
        "select count(*) from generate_series(1, 100000000000000)",
        "with recursive r(n) as (select 1 union all select n + 1 from r) select count(*) from r",
        "select repeat('x', 500000000)",
        "select repeat('x', 2000000000)",
        "select array_agg(repeat('x', 1000000)) from generate_series(1, 2000)",
        "select string_agg(repeat('x', 1000000), '') from generate_series(1, 100)",
        "select count(*) from generate_series(1, 100000000) i order by random()");
  }

  @ParameterizedTest
  @MethodSource("exhausting")
  void stops(String sql) {
    QueryFault fault = LakehouseFixture.fault(engine.query(quick(sql), new Cancellation()));

    assertThat(fault.kind())
        .isIn(QueryFault.Kind.TIMEOUT, QueryFault.Kind.TOO_LARGE, QueryFault.Kind.INVALID);
  }

  /** What runs, and does no harm. */
  static Stream<String> harmless() {
    return Stream.of(
        "select 1 -- ; commit",
        "select 1 /* ; commit */",
        "select ';commit;'",
        "select $$; commit$$",
        "select E'\\';commit;--'",
        "select U&'\\0041'",
        "select 'commit' as \"; commit\"",
        "table shop.orders",
        "values (1), (2)",
        "select current_user, session_user, current_database()",
        "select current_setting('transaction_read_only')",
        "select has_database_privilege(current_database(), 'CREATE')",
        "select count(*) from information_schema.tables",
        "select count(*) from information_schema.columns",
        "select count(*) from information_schema.table_privileges",
        "select count(*) from information_schema.schemata",
        "select count(*) from pg_class",
        "select count(*) from pg_tables",
        "select count(*) from pg_stats",
        "select count(*) from pg_stat_user_tables",
        "select count(*) from pg_settings",
        "select count(*) from pg_timezone_names",
        "select pg_relation_size('shop.orders'), pg_size_pretty(10::bigint)",
        "select to_regclass('secret.plans'), to_regrole('postgres')",
        "select generate_series(1, 100000)",
        "select xmlelement(name a), query from (select 'x' as query) q",
        "select (select count(*) from generate_series(1, 1000)), random(), now()",
        "with recursive r(n) as (select 1 union all select n + 1 from r where n < 10000)"
            + " select max(n) from r",
        "select currval_is from (select 1 as currval_is) x",
        "select 1 limit 0",
        "select");
  }

  @ParameterizedTest
  @MethodSource("harmless")
  void runs(String sql) {
    assertThat(await(engine.query(quick(sql), new Cancellation())).columns()).isNotNull();
  }

  /** Everything that lists databases, logins or sessions, asked for all it has. */
  @Test
  void showsNoOtherTenant() {
    List<String> questions =
        List.of(
            "select * from information_schema.schemata",
            "select * from information_schema.enabled_roles",
            "select * from information_schema.applicable_roles",
            "select * from information_schema.role_table_grants",
            "select * from information_schema.information_schema_catalog_name",
            "select relname, relacl::text from pg_class",
            "select nspname, nspacl::text from pg_namespace",
            "select defaclacl::text from pg_default_acl",
            "select proname, proacl::text from pg_proc where proacl is not null",
            "select name, setting from pg_settings",
            "select * from pg_tables",
            "select * from pg_stat_user_tables",
            "select * from pg_publication",
            "select * from pg_foreign_server",
            "select * from pg_extension",
            "select * from pg_policies");
    for (String question : questions) {
      String answer = rows(engine, question + " limit 400").toString();
      assertThat(answer)
          .as(question)
          .doesNotContain(neighbour.reader().getDatabase())
          .doesNotContain("secret")
          .doesNotContain("rival");
    }
  }

  @Test
  void readerMayNothingElseOnTheServer() {
    String mine = await(lakehouse.databases.of(tenant.environmentId())).reader().getUser();
    String theirs = neighbour.reader().getDatabase();

    assertThat(
            lakehouse
                .asSuperuser(
                    tenant,
                    "SELECT rolsuper OR rolcreatedb OR rolcreaterole OR rolreplication OR"
                        + " rolbypassrls OR rolinherit,"
                        + " (SELECT count(*) FROM pg_auth_members WHERE member = r.oid),"
                        + " has_database_privilege(rolname, current_database(), 'TEMP'),"
                        + " has_database_privilege(rolname, '"
                        + theirs
                        + "', 'CONNECT'), has_schema_privilege(rolname, 'public', 'CREATE'),"
                        + " rolconnlimit > 0 FROM pg_roles r WHERE rolname = '"
                        + mine
                        + "'")
                .iterator()
                .next()
                .deepToString())
        .isEqualTo("[false,0,false,false,false,true]");
  }

  private static QueryRequest quick(String sql) {
    return new QueryRequest(sql, 0, 100, Duration.ofSeconds(1), request("x").tag(), false);
  }
}
