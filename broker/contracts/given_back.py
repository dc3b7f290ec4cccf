"""How a staff list comes home: the standby's pages have changed it while that box decided. Names, for who brings it and who takes it."""

FOLDER = "given-back"  # below the office's own
BEFORE, NOW = (
    "before.toml",
    "now.toml",
)  # as the list went to the standby, and as it is there since; the second is written last
