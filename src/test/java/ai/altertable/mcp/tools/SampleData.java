package ai.altertable.mcp.tools;

/** A few rows, different in the two environments, in the tables that the demo has too. */
public final class SampleData {
  private static final String TABLES =
      """
      CREATE SCHEMA shop;
      CREATE TABLE shop.customers (id integer PRIMARY KEY, name text NOT NULL, country text);
      COMMENT ON TABLE shop.customers IS 'People who bought';
      CREATE TABLE shop.orders (
        id integer PRIMARY KEY, customer_id integer NOT NULL, total numeric(10, 2),
        created_at timestamptz NOT NULL);
      CREATE SCHEMA product_analytics;
      CREATE TABLE product_analytics.identities (uuid uuid PRIMARY KEY, traits jsonb NOT NULL);
      CREATE TABLE product_analytics.events (
        uuid uuid PRIMARY KEY DEFAULT gen_random_uuid(), "timestamp" timestamptz NOT NULL,
        event text NOT NULL, properties jsonb NOT NULL DEFAULT '{}', distinct_id text,
        anonymous_id text, device_id text, session_id text, identity_uuid uuid);
      """;

  private SampleData() {}

  public static void load(ToolHarness harness) {
    harness.fixture.asOwner(harness.production, TABLES + production());
    harness.fixture.asOwner(harness.staging, TABLES + staging());
  }

  private static String production() {
    return """
        INSERT INTO shop.customers
          SELECT n, 'Customer ' || n, CASE n %% 3 WHEN 0 THEN 'DE' WHEN 1 THEN 'FR' END
          FROM generate_series(1, 50) AS n;
        INSERT INTO shop.orders
          SELECT n, 1 + n %% 50, n * 1.25, timestamptz '2026-01-01' + n * interval '1 hour'
          FROM generate_series(1, 2500) AS n;
        INSERT INTO product_analytics.events ("timestamp", event, properties, distinct_id)
          SELECT now() - n * interval '1 hour', CASE n %% 4 WHEN 0 THEN 'checkout' ELSE 'page_view' END,
            jsonb_build_object('plan', CASE n %% 2 WHEN 0 THEN 'pro' ELSE 'free' END, 'amount', n),
            'user-' || n %% 7
          FROM generate_series(1, 400) AS n;
        INSERT INTO product_analytics.identities
          SELECT gen_random_uuid(), jsonb_build_object('plan', 'pro', 'age', CASE n %% 2 WHEN 0 THEN to_jsonb(n)
            ELSE to_jsonb('unknown'::text) END) - CASE n WHEN 1 THEN 'age' ELSE '' END
          FROM generate_series(1, 10) AS n;
        """
        .formatted();
  }

  private static String staging() {
    return """
        INSERT INTO shop.customers VALUES (1, 'Staging customer', 'XX');
        INSERT INTO product_analytics.events ("timestamp", event, properties, distinct_id)
          VALUES (now() - interval '1 hour', 'staging_only', '{"plan": "test"}', 'tester');
        """;
  }
}
