"""The tables and how they are reached. Rooms outside the workflow come here through operations and queries."""
