"""The hall's other files of data in a browser: surveys, playlists, layouts, the catalogue, news, days that are different."""
