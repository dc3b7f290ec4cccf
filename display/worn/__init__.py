"""What a box says whose card is worn out: with its root, memory and the kernel's screen, and nothing else."""
