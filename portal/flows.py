"""Work that crosses two parts. Each part offers its verbs; only here are two of them called."""
