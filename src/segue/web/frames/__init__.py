"""What may cross the wire, each way. One definition is decoder, encoder, schema and TypeScript.

    shared.py     agents, list rows, briefs: shapes that sockets and HTTP have in common
    events.py     journal events as a customer reads them
    customer.py   frames of the customer's socket
    agent.py      frames of the agent's socket
    http.py       bodies of requests and answers
    policy.py     bodies about decisions and the policy

Frames are told apart by `type`, events by `kind`. What comes in forbids unknown fields, so that a
misspelt one is an error and not silence; what goes out may grow. Times are ISO 8601 UTC with `Z`,
durations end in `_s`, ids are opaque.
"""
