"""What the touched appliances keep of the accessibility standards, claim by claim, as OpenACR and for people."""
