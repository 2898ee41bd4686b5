"""The pages in a browser: every one, at every width, and the ways through them."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from duckdb import DuckDBPyConnection
from playwright.sync_api import Browser, Page, expect

from relata.web import serving

from .conftest import TOKEN

# Every page; a new one is added here, and is then looked at in light, dark and on a phone.
PAGES = (
    "/",
    "/articles",
    "/article/grain-1",
    "/article/grain-1?row=event-1",
    "/article/bare",
    "/article/a%2Fb%20c%3Fd%23e%26%3Cf%3E.json",
    "/events",
    "/events?quad=3&source=MER",
    "/events?type=AID",
    "/statements",
    "/actors",
    "/actor/state:LON",
    "/actor/person:ada%20krell@LON",
    "/pairs",
    "/search",
    "/search?text=grain",
    "/search?text=xyzzy",
    "/codebook",
    "/runs",
    "/quarantine",
    "/dyad?a=LON&b=MER",
    "/network",
    "/system",
    "/read",
    "/api",
)
# What lies beyond the right edge, without what scrolls within a box of its own.
WIDE = """() => [...document.querySelectorAll('body *')].filter(e => {
  if (e.getBoundingClientRect().right <= innerWidth + 1) return false;
  for (let box = e.parentElement; box; box = box.parentElement)
    if (['auto', 'scroll', 'hidden'].includes(getComputedStyle(box).overflowX) && box !== document.body) return false;
  return true;
}).map(e => e.tagName + '.' + e.className)"""
# Texts too faint for their ground: contrast below 4.5 to 1 (WCAG 2.2, 1.4.3), nearest opaque ground taken.
FAINT = """() => {
  const light = c => { const v = c.map(x => { x /= 255; return x <= 0.04045 ? x / 12.92 : ((x + 0.055) / 1.055) ** 2.4; });
                       return 0.2126 * v[0] + 0.7152 * v[1] + 0.0722 * v[2]; };
  const parts = s => (s.match(/[\\d.]+/g) || []).map(Number);
  const ground = e => { for (let box = e; box; box = box.parentElement) {
      const c = parts(getComputedStyle(box).backgroundColor); if (c.length === 3 || c[3] === 1) return c.slice(0, 3); }
    return [255, 255, 255]; };
  return [...document.querySelectorAll('body *')].filter(e => [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim()))
    .filter(e => { const s = getComputedStyle(e); return s.visibility !== 'hidden' && e.getClientRects().length; })
    .map(e => { const a = light(parts(getComputedStyle(e).color).slice(0, 3)), b = light(ground(e));
                return [(Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05), e.tagName + '.' + e.className + ' ' + e.textContent]; })
    .filter(([ratio]) => ratio < 4.5).map(([ratio, what]) => ratio.toFixed(1) + ' ' + what.slice(0, 60));
}"""
# Inputs without a label, tables without a caption, links and buttons without a name, headings that skip a level.
UNNAMED = """() => [
  ...[...document.querySelectorAll('input:not([type=hidden]), select, textarea')].filter(e => !e.labels.length && !e.ariaLabel),
  ...[...document.querySelectorAll('table')].filter(e => !e.caption),
  ...[...document.querySelectorAll('a[href], button')].filter(e => !e.textContent.trim() && !e.ariaLabel),
  ...[...document.querySelectorAll('nav, section, aside, [role=region]')].filter(e => !e.ariaLabel && !e.hasAttribute('aria-labelledby')),
  ...(document.querySelectorAll('h1').length === 1 ? [] : [document.body]),
  ...(document.querySelectorAll('main').length === 1 ? [] : [document.body]),
].map(e => e.outerHTML.slice(0, 100))"""


def test_every_page_can_be_read_in_light_and_dark(page: Page) -> None:
    for address in PAGES:
        page.emulate_media(color_scheme="light")
        page.goto(address)
        assert page.evaluate(UNNAMED) == [], address
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]  # one of its literals
            assert page.evaluate(FAINT) == [], f"{address}, {scheme}"
            ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
            assert (max(map(int, ground[4:-1].split(","))) < 60) == (scheme == "dark")


def test_no_page_scrolls_sideways_on_a_phone(page: Page) -> None:
    for address in PAGES:
        page.set_viewport_size({"width": 320, "height": 700})
        page.goto(address)
        for width in (320, 400):
            page.set_viewport_size({"width": width, "height": 700})
            assert page.evaluate(WIDE) == [], f"{address}, {width}"
            assert page.evaluate("document.documentElement.scrollWidth") <= width, f"{address}, {width}"


def test_from_a_number_to_its_sentence_in_two_clicks(page: Page) -> None:
    page.goto("/")
    row = page.get_by_role("row").filter(has_text="– Merovia")
    row.get_by_role("link", name="3").first.click()
    expect(page).to_have_url("/events?pair=LON%2CMER")
    expect(page.locator("tbody tr")).to_have_count(3)
    page.locator("tbody tr td.words a").last.click()
    expect(page.locator("#words")).to_be_in_viewport()
    assert "Lonia" in page.locator("#body .m.on, #body .m.soft").first.inner_text()
    expect(page.locator(".row.on")).to_contain_text("SUPPORT")


def test_from_an_actor_to_its_words(page: Page) -> None:
    page.goto("/actors?name=krell")
    page.get_by_role("link", name="Ada Krell").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Ada Krell")
    page.get_by_role("link", name="own statements").click()
    expect(page.locator("tbody tr")).to_have_count(6)
    page.locator("td.words a").first.click()
    expect(page.locator("#words")).to_be_in_viewport()


def test_filters_are_in_the_address_and_can_be_cleared(page: Page) -> None:
    page.goto("/events")
    page.get_by_label("Words", exact=True).fill("blockade")
    page.get_by_label("Type").select_option("ACCUSE")
    page.get_by_text("More filters").click()
    page.get_by_label("To whom").fill("SAR")
    page.get_by_role("button", name="Show").click()
    assert set(page.url.partition("?")[2].split("&")) == {"text=blockade", "type=ACCUSE", "target=SAR"}
    expect(page.locator("tbody tr")).to_have_count(3)
    expect(page.get_by_label("To whom")).to_have_value("SAR")
    page.get_by_role("link", name="Clear 3 filters").click()
    expect(page.locator("tbody tr")).to_have_count(6)


def test_search_finds_in_all_lists(page: Page) -> None:
    page.goto("/")
    page.get_by_label("Words to search for").fill("grain accord")
    page.keyboard.press("Enter")
    expect(page).to_have_url("/search?text=grain+accord")
    for heading in ("Said", "Done", "Published"):
        section = page.get_by_role("region", name=heading)
        expect(section.get_by_role("listitem").first).to_be_visible()


def test_a_pasted_article_is_shown_coded_and_not_kept(page: Page) -> None:
    page.goto("/read")
    page.get_by_label("Text, in English").fill("Lonia and Merovia signed a grain accord.")
    page.get_by_label("Title").fill("A made <b>title</b>")
    page.get_by_role("button", name="Read it", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("A made <b>title</b>")
    expect(page.get_by_text("not kept")).to_be_visible()
    page.locator("#event-1 a.open").click()
    expect(page.locator("#event-1")).to_have_class("row on")
    assert page.locator(".m.on").count()
    assert page.request.get("/article/sent").status == 404


def test_a_file_is_read_and_a_bad_one_is_refused(page: Page, tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text("Lonia and Merovia signed a grain accord.", encoding="utf-8")
    (tmp_path / "bad.txt").write_text("…", encoding="utf-8")
    page.goto("/read")
    page.get_by_label("Or a file").set_input_files(tmp_path / "good.txt")
    page.get_by_role("button", name="Read it", exact=True).click()
    expect(page.locator("#statements")).to_be_visible()
    page.goto("/read")
    page.get_by_label("Or a file").set_input_files(tmp_path / "bad.txt")
    page.get_by_label("Outlet", exact=True).fill("The Lonian Post")
    with page.expect_response("/read") as answered:
        page.get_by_role("button", name="Read it", exact=True).click()
    assert answered.value.status == 422
    expect(page.get_by_role("alert")).to_have_text("no text in it.")
    expect(page.get_by_label("Outlet", exact=True)).to_have_value("The Lonian Post")


def test_a_token_is_asked_for_once_and_kept_from_scripts(browser: Browser, locked: str) -> None:
    context = browser.new_context(base_url=locked)
    page = context.new_page()
    page.goto("/events?quad=3")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
    page.get_by_label("Token").fill("not the token at all")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("alert")).to_contain_text("not the token")
    page.get_by_label("Token").fill(TOKEN)
    page.get_by_role("button", name="Sign in").click()
    expect(page).to_have_url(f"{locked}/events?quad=3")
    assert page.evaluate("document.cookie") == ""
    page.get_by_role("button", name="Sign out").click()
    page.goto("/events")
    expect(page.get_by_label("Token")).to_be_visible()
    context.close()


def test_the_keyboard_reaches_the_content_and_shows_where_it_is(page: Page) -> None:
    page.goto("/events")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_in_viewport()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.keyboard.press("Tab")
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid" and page.evaluate("document.activeElement.tagName") == "INPUT"


def test_a_phone_shows_the_answer_first_and_folds_the_rest(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    for address, field in (("/events", "Words"), ("/dyad?a=LON&b=MER", "One side"), ("/network", "Only between these")):
        page.goto(address)
        expect(page.get_by_label(field, exact=True)).to_be_hidden()
        page.locator(".filters summary").first.click()
        expect(page.get_by_label(field, exact=True)).to_be_visible()
    expect(page.locator("h1 + p")).to_be_in_viewport()
    expect(page.locator("#blocs ~ .fold table")).to_be_hidden()
    page.locator("#blocs ~ .fold summary").last.click()
    expect(page.locator("#blocs ~ .fold table")).to_be_visible()
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto("/network")
    for shown in (".filters fieldset", "#blocs ~ .fold table", "#blocs ~ .fold .explained"):
        expect(page.locator(shown)).to_be_visible()
    expect(page.locator(".filters summary").first).to_be_hidden()


def test_printed_pages_leave_out_what_cannot_be_pressed(page: Page) -> None:
    page.goto("/events")
    page.emulate_media(media="print")
    for hidden in (".top", ".filters", ".foot nav"):
        expect(page.locator(hidden)).to_be_hidden()
    expect(page.locator("tbody tr").first).to_be_visible()


def test_pages_work_without_script(browser: Browser, site: str) -> None:
    context = browser.new_context(base_url=site, java_script_enabled=False)
    page = context.new_page()
    page.goto("/article/grain-1")
    page.locator("#event-2 a.open").click()
    expect(page.locator("#event-2")).to_have_class("row on")
    expect(page.locator("#words")).to_be_in_viewport()
    context.close()


def test_a_page_that_takes_long_says_so_and_then_shows(site: str, page: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    go_on, open_it = threading.Event(), serving.open_read_only
    monkeypatch.setattr(serving, "PATIENCE", 0.05)

    def slow(path: Path) -> DuckDBPyConnection:
        go_on.wait(20)
        return open_it(path)

    monkeypatch.setattr(serving, "open_read_only", slow)
    page.goto(f"{site}/events?quad=1&type=AID")
    expect(page.get_by_role("heading", name="One moment")).to_be_visible()
    expect(page.get_by_role("progressbar")).to_be_visible()
    go_on.set()
    expect(page.get_by_role("heading", name="Events")).to_be_visible()
    assert page.url.endswith("/events?quad=1&type=AID")
