-- Which migrations this schema holds, as one mark: a start that finds its own needs no migration tool. Written after
-- each migration, compared and never interpreted.
CREATE TABLE schema_mark (
  only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  mark text NOT NULL
);
