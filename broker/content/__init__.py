"""What a hall shows that is data: bundles of surveys, playlists, catalogues. Here they are checked and published."""
