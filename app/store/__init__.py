"""The only folder that speaks SQL: row classes, one module per aggregate, guards, migrations."""
