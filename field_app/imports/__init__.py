"""Lists that people keep in spreadsheets, read whole or not at all. Every error names file, line, column and what was expected."""
