"""Who works in the hall, on a page: added, changed, removed, let in again."""
