-- The demo lakehouse: a shop, and the events of the people who use it. Run by the environment's owner.
DROP SCHEMA IF EXISTS shop, product_analytics CASCADE;

CREATE SCHEMA shop;
COMMENT ON SCHEMA shop IS 'An online shop: who buys what.';

CREATE TABLE shop.customers (
  id bigint NOT NULL,
  email text NOT NULL,
  name text NOT NULL,
  country char(2) NOT NULL,
  city text NOT NULL,
  plan text NOT NULL,
  acquisition_channel text NOT NULL,
  marketing_opt_in boolean NOT NULL,
  tags text[] NOT NULL,
  created_at timestamptz NOT NULL
);
COMMENT ON TABLE shop.customers IS 'One row for each registered customer.';
COMMENT ON COLUMN shop.customers.country IS 'ISO 3166-1 alpha-2 code of the country of residence.';
COMMENT ON COLUMN shop.customers.plan IS 'free, starter, pro or enterprise; what is paid for it is in shop.subscriptions.';
COMMENT ON COLUMN shop.customers.acquisition_channel IS 'How the customer first came: organic, paid_search, social, referral, email or direct.';
COMMENT ON COLUMN shop.customers.tags IS 'Labels given by the support team, often empty.';
COMMENT ON COLUMN shop.customers.created_at IS 'When the customer registered.';

CREATE TABLE shop.products (
  id integer NOT NULL,
  sku text NOT NULL,
  name text NOT NULL,
  category text NOT NULL,
  price numeric(10, 2) NOT NULL,
  attributes jsonb NOT NULL,
  active boolean NOT NULL,
  created_at timestamptz NOT NULL
);
COMMENT ON TABLE shop.products IS 'The catalog; order items keep the price that was paid.';
COMMENT ON COLUMN shop.products.price IS 'Price of today before tax, in the currency of the order.';
COMMENT ON COLUMN shop.products.attributes IS 'weight_g (number) and tags (array of strings).';

CREATE TABLE shop.orders (
  id bigint NOT NULL,
  customer_id bigint NOT NULL,
  status text NOT NULL,
  currency char(3) NOT NULL,
  subtotal numeric(12, 2) NOT NULL,
  discount numeric(12, 2) NOT NULL,
  tax numeric(12, 2) NOT NULL,
  total numeric(12, 2) NOT NULL,
  coupon text,
  session_id text NOT NULL,
  created_at timestamptz NOT NULL,
  refunded_at timestamptz
);
COMMENT ON TABLE shop.orders IS 'Completed checkouts: each has one order_completed event in product_analytics.events with the same order_id and session_id.';
COMMENT ON COLUMN shop.orders.status IS 'paid, refunded or cancelled. Revenue usually counts paid orders only.';
COMMENT ON COLUMN shop.orders.currency IS 'ISO 4217 code. Amounts of different currencies must not be added up.';
COMMENT ON COLUMN shop.orders.total IS 'What the customer paid: subtotal - discount + tax.';

CREATE TABLE shop.order_items (
  order_id bigint NOT NULL,
  line smallint NOT NULL,
  product_id integer NOT NULL,
  quantity integer NOT NULL,
  unit_price numeric(10, 2) NOT NULL
);
COMMENT ON TABLE shop.order_items IS 'Lines of orders: the sum of quantity * unit_price is the subtotal of the order.';

CREATE TABLE shop.subscriptions (
  id bigint NOT NULL,
  customer_id bigint NOT NULL,
  plan text NOT NULL,
  status text NOT NULL,
  mrr numeric(10, 2) NOT NULL,
  billing_interval interval NOT NULL,
  trial_ends_on date,
  started_at timestamptz NOT NULL,
  canceled_at timestamptz
);
COMMENT ON TABLE shop.subscriptions IS 'Paid plans, one row for each subscription of a customer.';
COMMENT ON COLUMN shop.subscriptions.status IS 'trialing, active, past_due or canceled.';
COMMENT ON COLUMN shop.subscriptions.mrr IS 'Monthly recurring revenue in EUR; of canceled ones, what it was.';

CREATE SCHEMA product_analytics;
COMMENT ON SCHEMA product_analytics IS 'What visitors and customers do in the product.';

CREATE TABLE product_analytics.events (
  uuid uuid NOT NULL,
  "timestamp" timestamptz NOT NULL,
  event text NOT NULL,
  properties jsonb NOT NULL,
  distinct_id text NOT NULL,
  anonymous_id text,
  device_id text NOT NULL,
  session_id text NOT NULL,
  identity_uuid uuid NOT NULL
);
COMMENT ON TABLE product_analytics.events IS 'One row for each event. The buying funnel is $pageview, product_viewed, added_to_cart, checkout_started, order_completed; failed payments are checkout_error.';
COMMENT ON COLUMN product_analytics.events."timestamp" IS 'When it happened, UTC.';
COMMENT ON COLUMN product_analytics.events.properties IS 'Country, device_type, browser on every event; $url and $referer on pages; product_id, category, price, order_id, revenue, currency, code where they belong.';
COMMENT ON COLUMN product_analytics.events.distinct_id IS 'user_<customer id> once signed in, else the anonymous id.';
COMMENT ON COLUMN product_analytics.events.anonymous_id IS 'Set before sign-in only.';
COMMENT ON COLUMN product_analytics.events.session_id IS 'A visit; ends after 30 minutes without an event.';
COMMENT ON COLUMN product_analytics.events.identity_uuid IS 'The person after identity resolution: count distinct this for unique users. Points to identities.uuid for identified ones.';

CREATE TABLE product_analytics.identities (
  uuid uuid NOT NULL,
  distinct_id text NOT NULL,
  traits jsonb NOT NULL,
  is_identified boolean NOT NULL,
  is_deleted boolean NOT NULL,
  version bigint NOT NULL,
  created_at timestamptz NOT NULL
);
COMMENT ON TABLE product_analytics.identities IS 'Identified people and their traits.';
COMMENT ON COLUMN product_analytics.identities.traits IS 'plan, country, acquisition_channel, name, email.';
