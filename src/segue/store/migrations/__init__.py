"""Changes of the tables, in order. See `segue.store.migrating`."""
