"""How a hall that has let in a standby and a witness comes to use them, with nobody writing settings by hand."""
