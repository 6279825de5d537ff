"""The worked fund that ships with the product: contract, a year of files, and who did what when."""
