"""Rows for tests, one file per domain. Each `a_thing(session, …)` writes one row with everything it needs and flushes.

The standing cast is in tests/factories/cast.py.
"""
