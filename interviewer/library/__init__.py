"""What people write: prompts and question banks."""
