"""Posts and actions from a spreadsheet, and back: looked at line by line, then all of them or none."""
