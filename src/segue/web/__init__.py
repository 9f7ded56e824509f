"""HTTP and WebSocket: the only importer of the web framework. No rules live here.

app.py        the ASGI application: sockets first, then files, then the routes
serving.py    how uvicorn is run
routes.py     every HTTP route with the permission it needs, in one table
api/          what the routes do
sockets/      the two hot paths: decode, take, write
frames/       what may cross the wire, each way, in one place
thread.py     journal events as customers and agents read them
rows.py       list rows, briefs, offers and states: snapshots as screens show them
who.py        tokens, sessions, cookies: who is asking
sign_in.py    passwords, lock-out
refusals.py   every "no" as a problem document or a refused frame
limits.py     sizes, depths, rates, time-outs
security.py   headers, in one place
static.py     the built front end
"""
