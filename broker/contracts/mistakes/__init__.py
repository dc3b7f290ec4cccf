"""What is wrong in a file that people edit, as a key and values; the words are in `phrases`, in each language."""
