"""The parts of the web build, one concern a file; `sync.build` tells the story."""
