"""Prompts: Markdown files with `$names`, filled exactly or not at all."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from string import Template

from interviewer.errors import BadPrompt
from interviewer.library.content import content


@dataclass(frozen=True)
class Prompt:
    """What a language model is told, with holes for what is only known at the time.

    Braces need no care, so JSON examples can stand as they are; a dollar sign that is meant is written `$$`.
    """

    name: str
    """The file's name without its ending."""

    text: str
    """The file's content without blank lines around it; line ends are always `\\n`."""

    @classmethod
    def load(cls, name: str, *, folder: Path | None = None) -> Prompt:
        """Read `<name>.md` from `folder`, or from the shipped prompts.

        Raises BadPrompt when the file is missing, empty, not UTF-8, or holds a `$` that starts no name.
        """
        file = content("prompts", override=folder) / f"{name}.md"
        try:
            text = file.read_text(encoding="utf-8-sig").strip()
        except FileNotFoundError as error:
            known = ", ".join(sorted(path.stem for path in file.parent.glob("*.md"))) or "none"
            raise BadPrompt(f"There is no prompt {name!r} in {file.parent}", hint=f"Found there: {known}.") from error
        except UnicodeDecodeError as error:
            raise BadPrompt(f"{file} is not UTF-8 at byte {error.start}", hint="Save it as UTF-8.") from error
        except OSError as error:
            raise BadPrompt(f"{file} cannot be read: {error.strerror}") from error
        if not text:
            raise BadPrompt(f"{file} is empty", hint="Write what the model is to be told, or restore the file.")
        prompt = cls(name=name, text=text)
        prompt._demand_valid(file)
        return prompt

    @cached_property
    def names(self) -> frozenset[str]:
        """The names that the text leaves open."""
        return frozenset(Template(self.text).get_identifiers())

    @property
    def fingerprint(self) -> str:
        """Name and the first eight digits of the text's SHA-256, such as `labels-3f9a01bc`."""
        return f"{self.name}-{hashlib.sha256(self.text.encode()).hexdigest()[:8]}"

    def fill(self, **values: str) -> str:
        """The text with every name replaced; a `$` inside a value is left alone.

        Raises BadPrompt unless the values are exactly the names in the file, no fewer and no more.
        """
        missing, unknown = sorted(self.names - values.keys()), sorted(values.keys() - self.names)
        if missing or unknown:
            faults = [f"needs ${name}, which was not given" for name in missing]
            faults += [f"has no ${name}, which was given" for name in unknown]
            raise BadPrompt(
                f"The prompt {self.name!r} {' and '.join(faults)}",
                hint=f"Restore prompts/{self.name}.md, or use exactly the names that the program fills.",
            )
        return Template(self.text).substitute(values)

    def _demand_valid(self, file: Path) -> None:
        for number, line in enumerate(self.text.splitlines(), start=1):
            if not Template(line).is_valid():
                raise BadPrompt(
                    f"{file} line {number} of the text has a $ that starts no name", hint="Write $$ for a dollar sign."
                )
