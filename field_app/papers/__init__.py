"""The company's papers: sheet → PDF, XLSX and CSV, the forms people know, filled and blank. Imports the rules and nothing else of ours."""
