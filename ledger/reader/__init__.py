"""Tables from files we do not trust. The only place that opens one."""
