"""The hall as data: its file read, changed, checked, tried, confirmed, or the one before it brought back."""
