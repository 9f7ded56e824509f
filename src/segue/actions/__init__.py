"""Actions: what bots and agents can do in other systems, as the company describes it."""
