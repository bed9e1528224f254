"""Models: which weights there are, fetched, checked and removed with their progress to be seen."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from interviewer import settings as choices
from interviewer import studio
from interviewer.model.plain import size
from interviewer.web.views import form, page, see_other
from interviewer.web.work import WORK


def listing(request: Request) -> Response:
    """The table of weights, and the work on them that goes on."""
    shelf = studio.open_shelf(choices.load())
    rows = [
        {"weights": weights, "condition": shelf.condition(weights.id), "size": size(weights.bytes)}
        for weights in shelf.table.values()
    ]
    missing = [id for id in shelf.default_ids if shelf.condition(id) != "installed"]
    return page(
        request,
        "models.html.j2",
        rows=rows,
        missing=missing,
        needed=size(sum(shelf.weights(id).bytes for id in missing)),
        place=str(shelf.models),
        work=WORK.state(),
    )


def pull(request: Request) -> Response:
    """Fetch the weights that were named, or all that an interview without a network needs."""
    shelf = studio.open_shelf(choices.load())
    ids = [shelf.weights(id).id for id in form(request).all("id")] or list(shelf.default_ids)
    WORK.begin(f"Fetching {', '.join(ids)}", lambda watch: _pulled(studio.pull(shelf, ids, watch)))
    return see_other("/settings/models")


def verify(request: Request) -> Response:
    """Hash what is installed, and compare."""
    shelf = studio.open_shelf(choices.load())
    ids = [shelf.weights(id).id for id in form(request).all("id")]

    def check(watch: studio.Watch) -> str:
        for id in ids:
            shelf.verify(id, watch)
        return f"Right, every byte: {', '.join(ids)}."

    WORK.begin(f"Checking {', '.join(ids)}", check)
    return see_other("/settings/models")


def remove(request: Request) -> Response:
    """Delete weights; they can be fetched again."""
    shelf = studio.open_shelf(choices.load())
    shelf.remove(form(request).get("id"))
    return see_other("/settings/models")


def stop(request: Request) -> Response:
    """End the work that goes on; what has come whole is kept."""
    WORK.stop()
    return see_other("/settings/models")


def progress(request: Request) -> Response:
    """How far the work is, for a page that looks again and again."""
    return JSONResponse(WORK.state())


def _pulled(fetched: list[str]) -> str:
    return f"Fetched and checked: {', '.join(fetched)}." if fetched else "Everything was here already."


ROUTES = (
    Route("/settings/models", listing),
    Route("/settings/models/pull", pull, methods=["POST"]),
    Route("/settings/models/verify", verify, methods=["POST"]),
    Route("/settings/models/remove", remove, methods=["POST"]),
    Route("/settings/models/stop", stop, methods=["POST"]),
    Route("/settings/models/progress", progress),
)
