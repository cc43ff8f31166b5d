"""Breaking everything that can break while a whole clinic talks, and proving afterwards that nothing was lost.

| file | what |
|---|---|
| `world.py`, `served.py` | one clock for everybody, which can be moved, and the product under that clock |
| `children.py`, `servers.py`, `fleet.py` | real PostgreSQL, Redis and our own processes, and killing them |
| `mail.py` | LINE's webhooks: posted, and posted again until they are taken |
| `crowd.py`, `staff.py` | people with phones |
| `monkey.py` | who is killed when, and what goes wrong at LINE |
| `evidence.py`, `proof.py` | what stands in the tables and in LINE's log, and what may not stand there |
| `drama.py`, `figures.py` | one run from start to end, and its report |
"""
