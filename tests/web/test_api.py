"""The API: what it answers, that it keeps to its own description whatever is asked, and reading an article."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings
from jsonschema import Draft202012Validator
from schemathesis import GenerationMode
from schemathesis.checks import load_all_checks
from schemathesis.specs.openapi.checks import positive_data_acceptance

import relata
from relata.cli.uploads import find_article
from relata.errors import Skip
from relata.records import Coded
from relata.web import Limits, create_app

from .conftest import make_coded, make_hostile

EXAMPLES = 10  # of right and of wrong requests to each operation; some ten seconds in all
CONTRACT = Draft202012Validator(json.loads((Path(relata.__file__).parent / "schema" / "coded.json").read_text(encoding="utf-8")))


def uncoded(data: bytes, facts: Mapping[str, str]) -> Coded | Skip:
    """Stands in for the coder: reads the article as the command line does, and finds nothing in it."""
    found = find_article(data, facts)
    return found if isinstance(found, Skip) else Coded(found)


@pytest.fixture()
def api(db: Path) -> TestClient:
    return TestClient(create_app(db, read=uncoded), raise_server_exceptions=False)


def test_the_api_keeps_to_its_description(db: Path) -> None:
    load_all_checks()
    app = create_app(db, read=uncoded, limits=Limits(requests=10**9))
    operations = [found.ok() for found in schemathesis.openapi.from_asgi("/api/openapi.json", app).get_all_operations()]
    assert len(operations) == 11
    for operation in operations:
        # an id in a path may be anything, so there only right requests can be made
        takes = len(operation.query) or len(operation.body)
        for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE) if takes else (GenerationMode.POSITIVE,):
            _ask(operation.as_strategy(generation_mode=mode), is_right=mode is GenerationMode.POSITIVE)


def _ask(cases: Any, *, is_right: bool) -> None:
    @given(case=cases)
    @settings(max_examples=EXAMPLES, deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck))
    def ask(case: Any) -> None:
        query = case.query or {}
        if is_right and str(query.get("since", "")) > str(query.get("until", "9")):
            return  # each is right, together they are not, which a description cannot say
        # nor can it say what is no article: one without a word, or of a day before there was news
        excluded = [positive_data_acceptance] if case.path == "/api/read" else []
        case.call_and_validate(excluded_checks=excluded)

    ask()


def test_lists_have_the_rows_of_the_pages(api: TestClient) -> None:
    for name in ("articles", "events", "statements", "actors", "pairs", "runs", "quarantine"):
        rows = api.get(f"/api/{name}").json()
        assert rows == api.get(f"/{name}.json").json(), name
        assert rows["rows"] or name == "quarantine"


def test_pages_of_a_list_are_addresses_of_the_api(api: TestClient) -> None:
    seen, address = [], "/api/events?limit=4"
    while address:
        part = api.get(address).json()
        seen += [row["id"] for row in part["rows"]]
        address = part["next"]
    assert len(seen) == len(set(seen)) == 6
    assert api.get("/api/events?limit=4&offset=4").json()["previous"] == "/api/events?limit=4"


def test_one_article_is_the_contract(api: TestClient) -> None:
    assert api.get("/api/article/grain-1").json() == make_coded().to_dict()
    hostile = make_hostile()
    assert api.get("/api/article/a%2Fb%20c%3Fd%23e%26%3Cf%3E.json").json() == hostile.to_dict()


def test_one_actor_has_partners_and_rows(api: TestClient) -> None:
    krell = api.get("/api/actor/person:ada%20krell@LON").json()
    assert krell["actor"]["role"] == "foreign minister" and krell["actor"]["n_statements"] == len(krell["said"]) + 1 == 6
    lonia = api.get("/api/actor/state:LON").json()
    assert [(row["id"], row["n_events"]) for row in lonia["partners"]] == [("state:MER", 3)]
    assert {row["id"] for row in lonia["members"]} == {"person:ada krell@LON", "outlet:vell news agency@LON"}


@pytest.mark.parametrize(
    ("query", "words"),
    [("sorce=CHN", "no filter"), ("quad=", "no value"), ("quad=1&quad=2", "two values"), ("limit=501", "1 to 500"), ("pair=CHN", "pair")],
)
def test_a_filter_that_does_nothing_is_an_error(api: TestClient, query: str, words: str) -> None:
    answer = api.get(f"/api/events?{query}")
    assert answer.status_code == 400 and words in answer.json()["error"]["detail"]


@pytest.mark.parametrize("path", ["/api/nothing", "/api/article/none", "/api/actor/person:nobody", "/api/actor/state:ZZZ"])
def test_what_is_not_there_is_404_in_json(api: TestClient, path: str) -> None:
    answer = api.get(path)
    assert answer.status_code == 404 and answer.json()["error"]["status"] == 404


def test_an_article_is_read(api: TestClient) -> None:
    text = "\ufeff  “It is calm,” the envoy said.\n\n<b>Quoted</b> {markup} \u202e stays."
    answer = api.post("/api/read", json={"text": text, "published": "2022-10-28", "outlet": "The Lonian Post"})
    assert answer.status_code == 200
    CONTRACT.validate(answer.json())
    assert (
        answer.json()["article"]["published"] == "2022-10-28" and "<b>Quoted</b> {markup} \u202e stays." in answer.json()["article"]["text"]
    )


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"text": "   "}, "no text"),
        ({"text": "Calm.", "published": "yesterday"}, "published"),
        ({"text": "Calm.", "outlet_country": "lon"}, "outlet_country"),
        ({"text": "a\0b"}, "text"),
        ({"text": "Calm.", "tilte": "x"}, "tilte"),
        ({}, "text"),
        ([], "body"),
    ],
)
def test_what_is_no_article_is_refused_in_words(api: TestClient, sent: Any, words: str) -> None:
    answer = api.post("/api/read", json=sent)
    assert answer.status_code == 422 and words in answer.json()["error"]["detail"]


def test_without_a_coder_nothing_is_read(client: TestClient) -> None:
    assert client.post("/api/read", json={"text": "Calm."}).status_code == 404
    assert client.get("/read").status_code == 404 and "Read an article" not in client.get("/").text


def test_the_page_of_the_api_names_every_operation(api: TestClient) -> None:
    paths = api.get("/api/openapi.json").json()["paths"]
    html = api.get("/api").text
    assert len(paths) == 11 and all(path in html for path in paths)
