"""What a technician sees and does from afar: every appliance in plain words, and what to do with one's hands."""
