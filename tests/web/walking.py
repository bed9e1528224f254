"""How people walk through the studio: with the mouse alone, or with the keyboard alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import ConsoleMessage, Locator, Page

MOST_TABS = 80
"""Presses of Tab after which a thing counts as out of reach."""


class Walker:
    """Somebody in front of a page, and what the page complained of."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.complaints: list[str] = []
        page.set_default_timeout(120_000)  # a computer that does other things too is no fault of the page
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("console", self._said)
        page.on("dialog", lambda dialog: (self.complaints.append(dialog.message), dialog.dismiss()))

    def _said(self, message: ConsoleMessage) -> None:
        self.complaints.append(message.text)

    def until(self, phase: str) -> None:
        """Until the live page is in this phase."""
        self.page.wait_for_selector(f"#live[data-phase={phase}]")

    def until_question(self, number: int) -> str:
        """Until this question is asked, and its words."""
        self.page.locator("#place", has_text=f"Question {number} ").wait_for()
        return self.page.locator("#question").inner_text()

    @property
    def heading(self) -> str:
        return self.page.locator("h1").inner_text()


class Mouse(Walker):
    """Clicks on what can be seen, and nothing else."""

    def click(self, target: Locator) -> None:
        target.scroll_into_view_if_needed()
        box = target.bounding_box()
        assert box is not None, "it cannot be seen"
        self.page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)

    def follow(self, name: str, within: str = "body") -> None:
        """A link or a button that leads to another page."""
        place = self.page.locator(within)
        found = place.get_by_role("link", name=name).or_(place.get_by_role("button", name=name)).first
        found.wait_for()
        with self.page.expect_navigation():
            self.click(found)


class Keyboard(Walker):
    """Presses keys, and nothing else."""

    def tab_to(self, selector: str) -> None:
        """Press Tab until the focus is there, and see that it can be seen."""
        self._go_to(selector, "Tab")

    def back_to(self, selector: str) -> None:
        """The same, the other way round."""
        self._go_to(selector, "Shift+Tab")

    def _go_to(self, selector: str, key: str) -> None:
        page = self.page
        for _ in range(MOST_TABS):
            page.keyboard.press(key)
            if page.evaluate("(selector) => document.activeElement.matches(selector)", selector):
                outline = page.evaluate("() => getComputedStyle(document.activeElement).outlineStyle")
                assert outline != "none" or selector == "iframe", selector  # in a frame, its own page shows the focus
                return
        raise AssertionError(f"{selector} cannot be reached")

    def press(self, keys: str) -> None:
        self.page.keyboard.press(keys)

    def type(self, text: str) -> None:
        self.page.keyboard.type(text)

    def type_anew(self, selector: str, text: str) -> None:
        self.tab_to(selector)
        self.press("ControlOrMeta+a")
        self.type(text)

    def follow(self, selector: str) -> None:
        """Go to a link or a button that leads to another page, and press Enter."""
        self.tab_to(selector)
        with self.page.expect_navigation():
            self.press("Enter")
