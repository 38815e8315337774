"""Pages of training: thin, one module per kind of visitor."""
