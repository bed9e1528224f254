"""Follow-ups: what an answer left out, and how the interviewer asks for it."""
