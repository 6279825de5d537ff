"""One file for each thing that is measured; a new file here is a new line of the report."""
