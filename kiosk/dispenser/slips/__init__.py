"""The ticket on paper: what it says, its pictures for the documents, and the drawing before the first visitor."""
