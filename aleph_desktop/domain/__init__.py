"""Nouns and rules: clip, edit, job, generation, model. No clock, no network, no disk writes."""
