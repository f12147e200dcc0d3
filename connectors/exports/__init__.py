"""Files that people export from the networks themselves, read without any network and without a database.

`reading.read` takes the bytes of a file as downloaded (CSV, .xlsx, or a zip of them) and gives frozen
rows: measures with their state, days, a sentence for each row that cannot be taken. A file is told by
its set of headers, never by its name or the place of a column. A cell without a number is «absent»,
never 0; where a file is cut, what may be cut is not taken.
"""
