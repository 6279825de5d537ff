"""One file per finance system; each answers detect, read and describe."""
