"""City news: fetched from the feeds that a setting names, kept on the disk, told as plain words with their age."""
