"""One file per part of the site."""
