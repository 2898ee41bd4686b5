"""The same for programs: what does each address under ``/api`` answer?

Takes the filters of the pages; gives their rows as typed JSON, described by OpenAPI at ``/api/openapi.json``. The description is made from
the filters (`filters.FIELDS`), the rows' own classes and the contract's schema; its page is rendered here, since FastAPI's loads scripts
from elsewhere. Left out on purpose: what the lists hold (`lists`, `actors`, `runs`), who may ask (`guard`).
"""

from __future__ import annotations

import json
from collections.abc import Callable
from importlib import resources
from typing import Annotated, Any, Final, Generic, TypeVar

from fastapi import APIRouter, FastAPI, Request
from fastapi.openapi.utils import get_openapi
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel, ConfigDict, Field
from starlette.exceptions import HTTPException

from relata import __version__, store

from . import actors, links, lists, pages, runs
from .codebook import codebook as load_codebook
from .desk import BusyError, Desk, UnreadError
from .filters import ActorFilter, ArticleFilter, EventFilter, Filter, PairFilter, SkipFilter, StatementFilter, parameters
from .serving import as_html, ledger

Row = TypeVar("Row")
Text = Annotated[str, Field(pattern=r"^[^\x00]*$")]

DESCRIPTION: Final = (
    "What a Relata ledger holds: who did what to whom, who said what of whom, on whose word, and when. Rows are newest first and come in "
    "pages: `next` and `previous` are the addresses of the parts around, null where there is none. What is not known is null. "
    "Reported is not happened: every row says what the article says."
)
TO_READ: Final = (
    "Takes a JSON object: text and, where known, title, published, outlet, outlet_country, url. Gives what `relata read --json` prints."
)
TOKEN: Final = "Where the server was started with a token, every request needs it: `Authorization: Bearer TOKEN`."


class Rows(BaseModel, Generic[Row]):
    """A part of a list, with the addresses of the parts before and after it. `total` counts the rows of the whole list; `meant` has each
    name of the filter that was taken for others than it says, with their ids (none: nobody is known by it)."""

    filter: dict[str, str]
    limit: int
    offset: int
    total: int | None
    meant: dict[str, list[str]]
    previous: str | None
    next: str | None
    rows: list[Row]


class OneActor(BaseModel):
    """All that the ledger has of an actor: itself, what texts call it, with whom it deals, and its newest rows."""

    actor: dict[str, Any]
    roles: list[actors.RoleLine]
    partners: list[actors.PartnerLine]
    members: list[actors.ActorLine]
    events: list[lists.EventLine]
    said: list[lists.StatementLine]
    told_of: list[lists.StatementLine]


class ToRead(BaseModel):
    """An article to be coded. Nothing of it is kept."""

    model_config = ConfigDict(extra="forbid", strict=True)

    text: Text = Field(min_length=1, description="The article's text; all offsets of the answer count its code points.")
    title: Text | None = None
    published: Text | None = Field(
        None,
        json_schema_extra={"format": "date"},
        description='Day of publication, such as 2022-10-28; what "on Thursday" means depends on it.',
    )
    outlet: Text | None = None
    outlet_country: str | None = Field(None, pattern="^[A-Z]{3}$", description="ISO 3166-1 alpha-3, in capitals.")
    url: Text | None = None


class Problem(BaseModel):
    """What was wrong, and what to do."""

    status: int
    title: str
    detail: str


class Refused(BaseModel):
    """The one body of every error."""

    error: Problem


PROBLEMS: Final[dict[int | str, dict[str, Any]]] = {
    status: {"model": Refused, "description": meaning}
    for status, meaning in {
        400: "A filter's value cannot be understood",
        401: "A token is needed",
        404: "The ledger does not hold it",
        413: "Too large",
        422: "What was sent cannot be read",
        429: "Too many requests",
        503: "The ledger or the coder is busy, or it took too long",
    }.items()
}
CODED: Final[dict[int | str, dict[str, Any]]] = {
    200: {"description": "As `relata read --json`", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Coded"}}}}
}

router = APIRouter(prefix="/api", responses=PROBLEMS)


def _list(path: str, kind: type[Filter], fill: Callable[..., lists.ListPage], row: Any, summary: str) -> None:
    def rows(request: Request) -> dict[str, Any]:
        asked = kind.parse_exactly(request.query_params.multi_items())
        with ledger(request) as con:
            return fill(con, asked).to_dict(links.api)

    router.add_api_route(
        path,
        rows,
        methods=["GET"],
        response_model=Rows[row],
        summary=summary,
        operation_id=path.strip("/"),
        openapi_extra={"parameters": parameters(kind)},
    )


_list("/articles", ArticleFilter, lists.articles, lists.ArticleLine, "Articles, by day of publication")
_list("/events", EventFilter, lists.events, lists.EventLine, "Events: who did what to whom")
_list("/statements", StatementFilter, lists.statements, lists.StatementLine, "Statements: who said what of whom")
_list("/actors", ActorFilter, actors.actors, actors.ActorLine, "Actors, most often named first")
_list("/pairs", PairFilter, actors.pairs, actors.PairLine, "Pairs of countries, those with most events first")
_list("/runs", runs.RunFilter, runs.runs, runs.RunLine, "What coded the articles, with which settings")
_list("/quarantine", SkipFilter, runs.quarantine, runs.SkipLine, "What was given up, and why")


@router.get("/article/{article_id:path}", responses=CODED, response_model=None, operation_id="article", summary="One article, whole")
def article(request: Request, article_id: str) -> Response:
    with ledger(request) as con:
        coded = store.article(con, article_id)
    if coded is None:
        raise HTTPException(404, f"No article with the id {article_id[:80]!r} is in this ledger.")
    return JSONResponse(coded)


@router.get("/actor/{actor_id:path}", response_model=OneActor, operation_id="actor", summary="One actor, with its partners and newest rows")
def actor(request: Request, actor_id: str) -> dict[str, Any]:
    with ledger(request) as con:
        page = actors.actor(con, actor_id)
    if page is None:
        raise HTTPException(404, f"No actor with the id {actor_id[:80]!r} is in this ledger.")
    return page.to_dict()


@router.get("/codebook", response_model=dict[str, Any], operation_id="codebook", summary="Types, modes, contexts, quadrants and scores")
def codebook() -> dict[str, Any]:
    return load_codebook().to_dict()


@router.post(
    "/read",
    responses=CODED,
    response_model=None,
    operation_id="read",
    summary="An article coded; nothing of it is kept",
    description=TO_READ,
)
def read(request: Request, article: ToRead) -> Response:
    desk: Desk | None = request.app.state.desk
    if desk is None:
        raise HTTPException(404, "No coder is at hand here; start the pages with `relata serve`.")
    try:
        # as a record of JSON, so that the same is checked as in a file, and text is taken as it stands
        coded = desk.read(json.dumps(article.model_dump(exclude_none=True)).encode(), {})
    except UnreadError as problem:
        raise HTTPException(422, str(problem)) from problem
    except BusyError as problem:
        raise HTTPException(503, str(problem)) from problem
    return JSONResponse(coded.to_dict())


@router.get("", include_in_schema=False, response_model=None)
def explain(request: Request) -> Response:
    return as_html(request, pages.ApiPage(base=str(request.base_url), operations=tuple(_operations(request.app.openapi()))))


@router.get("/openapi.json", include_in_schema=False, response_model=None)
def description(request: Request) -> Response:
    return JSONResponse(request.app.openapi())


def openapi(app: FastAPI) -> dict[str, Any]:
    """The description, with the contract's own schema for coded articles."""
    made = get_openapi(title="Relata", version=__version__, description=f"{DESCRIPTION} {TOKEN}", routes=router.routes)
    schemas = made["components"]["schemas"]
    contract = (resources.files("relata") / "schema" / "coded.json").read_text(encoding="utf-8")
    coded = json.loads(contract.replace('"#/$defs/', '"#/components/schemas/Coded-'))
    schemas.update({f"Coded-{name}": schema for name, schema in coded.pop("$defs").items()})
    schemas["Coded"] = {name: value for name, value in coded.items() if name not in ("$schema", "$id")}
    if app.state.access is not None:
        made["components"]["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer"}}
        made["security"] = [{"token": []}]
    return made


def _operations(described: dict[str, Any]) -> list[dict[str, Any]]:
    """Each address with what it takes, in the order of the routes."""
    return [
        {"method": method.upper(), "path": path, **operation}
        for path, methods in described["paths"].items()
        for method, operation in methods.items()
    ]
