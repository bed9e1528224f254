"""One outside thing at a time, the real one."""
