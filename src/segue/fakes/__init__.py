"""Stand-ins for what Segue talks to, as strict as the real ones and able to misbehave on demand.

They serve our own tests, and whoever wants to try something out without an account anywhere. Each
listens on the loopback address only.
"""
