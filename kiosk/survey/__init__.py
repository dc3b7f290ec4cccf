"""The survey tablet: one at each window. It asks while the operator registers, and shows slides while nobody is there."""
