"""How well a wait can be told: halls and days from seeds, the estimators of the books, and what is said of each."""
