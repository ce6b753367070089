"""The composer: what to change. Clip, prompt, options, Generate."""
