"""One file per kind of term; each cites the clause wording it stands for."""
