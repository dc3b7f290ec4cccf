"""One screen: one .kv (its shape) and one .py (what it shows). What it says is decided in `frame`."""
