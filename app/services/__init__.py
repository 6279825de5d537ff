"""One file per verb. Each takes an act: a unit of work, an actor, the time; none knows the web."""
