-- The part of the clip that is sent, in seconds; NULL: its start.
ALTER TABLE jobs ADD COLUMN in_point REAL;
ALTER TABLE jobs ADD COLUMN out_point REAL;

-- How the picture is put into a frame of another shape.
ALTER TABLE jobs ADD COLUMN shape TEXT NOT NULL DEFAULT 'fit';
ALTER TABLE jobs ADD COLUMN crop_position REAL NOT NULL DEFAULT 0.5;

-- Takes of one edit have one shot, the first one's id; '' is alone.
ALTER TABLE jobs ADD COLUMN shot TEXT NOT NULL DEFAULT '';
ALTER TABLE jobs ADD COLUMN take INTEGER NOT NULL DEFAULT 1;
