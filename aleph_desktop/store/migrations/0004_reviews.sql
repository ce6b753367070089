-- What the editor thinks of the result, a JSON object; '' while that is nothing. Not TEXT: a row is
-- not taken for damaged because of what has become of this column.
ALTER TABLE jobs ADD COLUMN review JSON NOT NULL DEFAULT '';
