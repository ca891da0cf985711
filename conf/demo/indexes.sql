-- Built after the rows are there, which is faster.
ALTER TABLE shop.customers ADD PRIMARY KEY (id), ADD UNIQUE (email);
ALTER TABLE shop.products ADD PRIMARY KEY (id), ADD UNIQUE (sku);
ALTER TABLE shop.orders ADD PRIMARY KEY (id), ADD FOREIGN KEY (customer_id) REFERENCES shop.customers;
ALTER TABLE shop.order_items ADD PRIMARY KEY (order_id, line),
  ADD FOREIGN KEY (order_id) REFERENCES shop.orders, ADD FOREIGN KEY (product_id) REFERENCES shop.products;
ALTER TABLE shop.subscriptions ADD PRIMARY KEY (id), ADD FOREIGN KEY (customer_id) REFERENCES shop.customers;
CREATE INDEX ON shop.customers (created_at);
CREATE INDEX ON shop.orders (customer_id);
CREATE INDEX ON shop.orders (created_at);
CREATE INDEX ON shop.order_items (product_id);
CREATE INDEX ON shop.subscriptions (customer_id);
ALTER TABLE product_analytics.identities ADD PRIMARY KEY (uuid);
CREATE INDEX ON product_analytics.identities (distinct_id);
ALTER TABLE product_analytics.events ADD PRIMARY KEY (uuid);
CREATE INDEX ON product_analytics.events (event, "timestamp");
CREATE INDEX ON product_analytics.events USING brin ("timestamp") WITH (pages_per_range = 32);
CREATE INDEX ON product_analytics.events (identity_uuid, "timestamp");
