"""The other half of an interview: what the candidate asks, what is answered from a sheet, and how well it was asked."""
