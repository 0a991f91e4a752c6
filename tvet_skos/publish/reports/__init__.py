"""What was found, for people and programs: the report of a check, the comparison of definitions."""
