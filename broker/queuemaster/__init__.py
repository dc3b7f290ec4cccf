"""Who is next and how long it takes: a pure core and the shell that keeps its journal."""
