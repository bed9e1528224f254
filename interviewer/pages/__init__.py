"""A report as text: Markdown and self-contained HTML."""
