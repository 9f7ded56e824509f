"""Ways in and out. A channel is a room of its own; web chat lives in `segue.web`."""
