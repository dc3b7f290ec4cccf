"""The calls board: who is called to which window, how many wait and until about when."""
