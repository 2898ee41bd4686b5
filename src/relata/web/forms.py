"""What may be sent to the pages: an article to see it coded, and the token to sign in.

Takes forms; gives pages. Nothing that is sent is kept. Left out on purpose: whether it may be sent at all (`guard`).
"""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Request, UploadFile
from fastapi.responses import RedirectResponse, Response

from . import links, pages
from .access import COOKIE, Access
from .desk import BusyError, Desk, UnreadError
from .serving import Site, as_html, as_json, problem, site_of

YEAR = 365 * 24 * 3600
router = APIRouter(include_in_schema=False)

Text = Annotated[str, Form()]


@router.get("/read", response_model=None)
def ask(request: Request) -> Response:
    return _form(request) if site_of(request).read else _no_coder(request)


@router.post("/read", response_model=None)
def read(
    request: Request,
    text: Text = "",
    title: Text = "",
    published: Text = "",
    outlet: Text = "",
    outlet_country: Text = "",
    url: Text = "",
    form: Text = "page",
    file: UploadFile | None = None,
) -> Response:
    """The article coded, as a page or as the contract's JSON; what cannot be read comes back with what was typed."""
    desk: Desk | None = request.app.state.desk
    if desk is None:
        return _no_coder(request)
    given = {"title": title, "published": published, "outlet": outlet, "outlet_country": outlet_country.upper(), "url": url}
    facts = {name: value.strip() for name, value in given.items() if value.strip()}
    data = file.file.read() if file is not None else b""
    if bool(data) == bool(text.strip()):
        wrong = "Both a text and a file were sent; send one of them." if data else "Paste a text or choose a file."
        return _form(request, text=text, facts=facts, wrong=wrong, status=422)
    try:
        coded = desk.read(data or text.replace("\r\n", "\n").encode("utf-8", "replace"), facts)
    except UnreadError as problem:
        return _form(request, text=text, facts=facts, wrong=str(problem), status=422)
    except BusyError as problem:
        return _form(request, text=text, facts=facts, wrong=str(problem), status=503)
    page = pages.coded_page(coded.to_dict(), kept=False)
    return as_json(page) if form == "json" else as_html(request, page)


@router.get("/login", response_model=None)
def sign_in(request: Request, next: str = "/") -> Response:
    if site_of(request).token is None:
        return RedirectResponse(links.home(), 303)
    return as_html(request, pages.LoginPage(next=links.local(next)))


@router.post("/login", response_model=None)
def signed_in(request: Request, token: Text = "", next: Text = "/") -> Response:
    access: Access | None = request.app.state.access
    onward = links.local(next)
    if access is None:
        return RedirectResponse(links.home(), 303)
    if not access.try_token(request, token.strip()):
        return as_html(request, pages.LoginPage(next=onward, wrong=True), status=403)
    answer = RedirectResponse(onward, 303)
    secure = request.url.scheme == "https"
    answer.set_cookie(COOKIE, access.cookie, max_age=YEAR, httponly=True, samesite="strict", secure=secure, path="/")
    return answer


@router.post("/logout", response_model=None)
def signed_out(request: Request) -> Response:
    answer = RedirectResponse(links.login(), 303)
    answer.delete_cookie(COOKIE, path="/")
    return answer


def make_desk(site: Site) -> Desk | None:
    return Desk(site.read, waiting=site.limits.waiting) if site.read else None


def _form(
    request: Request, *, text: str = "", facts: dict[str, str] | None = None, wrong: str | None = None, status: int = 200
) -> Response:
    page = pages.ReadPage(text=text, facts=facts or {}, wrong=wrong, limit=site_of(request).limits.body)
    return as_html(request, page, status=status)


def _no_coder(request: Request) -> Response:
    return problem(request, 404, "Not found", "No coder is at hand here; start the pages with `relata serve`.")
