"""The information terminal: what the hall does, for whom, with which papers, where and until when."""
