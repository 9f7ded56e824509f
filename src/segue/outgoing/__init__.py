"""The one way out: every request that Segue sends to a place somebody else chose."""
