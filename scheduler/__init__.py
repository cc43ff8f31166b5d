"""Everything that happens because time passes. The rows are the jobs; APScheduler is only the alarm clock."""
