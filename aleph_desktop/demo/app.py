"""The demo service as an ASGI application: its routes, and how refusals are answered.

A prompt with "[demo: fail]" or "[demo: moderation]" in it ends in an error, to see how that looks.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from aleph_desktop.demo.answers import OLDER, UNIVERSAL, Shape, refusal
from aleph_desktop.demo.archive import Archive
from aleph_desktop.demo.desk import Desk
from aleph_desktop.demo.refusal import Refusal
from aleph_desktop.demo.studio import Studio
from aleph_desktop.domain.model_spec import find_model_spec
from aleph_desktop.resources import resource

MODEL = "runway/gen4_aleph"
PATHS = {
    "/v2/video/generations": UNIVERSAL,
    "/v2/generate/video/runway/generation": OLDER,
}


def create_app(work_dir: Path, speed: float) -> Starlette:
    """The service, keeping its generations in `work_dir`; `speed` divides its waits.

    It works between the start and the end of its lifespan.
    """
    spec = find_model_spec(resource("models"), MODEL)
    archive = Archive(work_dir)
    studio = Studio(archive, spec, speed)
    desk = Desk(archive, studio, spec)

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        await studio.open()
        try:
            yield
        finally:
            await studio.close()

    app = Starlette(
        routes=[
            *(_generations(desk, path, shape) for path, shape in PATHS.items()),
            Route("/v1/models", desk.models),
            Route("/v2/billing", desk.billing),
            Route("/v2/logs", desk.logs),
            Route("/results/{key}.mp4", desk.result),
        ],
        exception_handlers={
            Refusal: _refused,
            HTTPException: _not_served,
            Exception: _failed,
        },
        lifespan=lifespan,
    )
    app.router.redirect_slashes = False
    return app


def _generations(desk: Desk, path: str, shape: Shape) -> Route:
    """One route for both methods: two would each know only its own when another is tried."""

    async def endpoint(request: Request) -> Response:
        act = desk.submit if request.method == "POST" else desk.poll
        return await act(request, shape)

    return Route(path, endpoint, methods=["GET", "POST"])


async def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, Refusal)  # noqa: S101 - registered for nothing else
    return refusal(request, error.status, error.message, error.headers)


async def _not_served(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101 - registered for nothing else
    return refusal(request, error.status_code, error.detail, error.headers)


async def _failed(request: Request, _error: Exception) -> Response:
    return refusal(request, 500, "The demo service failed; its own output says how.")
