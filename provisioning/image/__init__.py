"""The card: built from `images/`, and started in a virtual machine."""
