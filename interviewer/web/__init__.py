"""The studio in the browser: a local page that shows what the rooms below decide. See docs/decisions/0012-web.md."""
