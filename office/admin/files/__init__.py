"""The hall's other files of data in a browser: surveys, playlists, the catalogue, days that are different."""
