"""Pure decisions: no I/O, no clock; time is an argument."""
