"""The front desk: builds the running service from the rooms. Imported by nobody."""
