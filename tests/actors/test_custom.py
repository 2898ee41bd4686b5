"""A user's own actor files, of all kinds: invented states become actors; what is wrong in them is named."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest

from relata.actors import Gazetteer, compose, find_actors, load_gazetteer, tokens_of
from relata.actors.tables import Entry
from relata.errors import ActorsError
from relata.reading import Reader
from relata.records import Actor

FILE = """
[[state]]
code = "QAA"
name = "Velmora"
adjectives = ["Velmoran"]
people = ["Velmorans"]
capital = ["Tarsk"]
seats = ["Linden Palace"]

[[body]]
name = "Free Highlands Front"
acronyms = ["FHF"]
kind = "group"
sector = "REB"
country = "QAA"

[[person]]
name = "Mira Kestel"
country = "QAA"
sector = "GOV"
role = "foreign minister"
from = "2020-01-01"
to = "2021-12-31"
"""


def resolved(path: Path, text: str, on: dt.date | None = None, person: tuple[int, int] | None = None) -> Actor | None:
    return compose(tokens_of(text), load_gazetteer([path]), on, person)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "actors.toml"
    file.write_text(FILE, encoding="utf-8")
    return file


@pytest.mark.parametrize(
    ("text", "country", "sector"),
    [
        ("Velmora", "QAA", None), ("Tarsk", "QAA", None), ("the Linden Palace", "QAA", "GOV"), ("the Velmoran army", "QAA", "MIL"),
        ("FHF", "QAA", "REB"), ("the Free Highlands Front", "QAA", "REB"), ("Velmorans", "QAA", "CVL"), ("Norway", "NOR", None),
    ],
)  # fmt: skip
def test_invented_actors(path: Path, text: str, country: str, sector: str | None) -> None:
    actor = resolved(path, text)
    assert actor is not None and (actor.country, actor.sector) == (country, sector)


@pytest.mark.parametrize(("day", "sector", "role"), [("2021-06-01", "GOV", "foreign minister"), ("2022-06-01", "ELI", None)])
def test_an_invented_office_is_dated(path: Path, day: str, sector: str, role: str | None) -> None:
    actor = resolved(path, "Mira Kestel", dt.date.fromisoformat(day), (0, 2))
    assert actor is not None and (actor.sector, actor.role) == (sector, role)


def test_without_the_file_nobody_knows_them() -> None:
    assert compose(tokens_of("Velmora"), load_gazetteer()) is None


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("[[state]\n", "not valid TOML"),
        ("[[party]]\nname = 'x'\n", "unknown tables party"),
        ("[[state]]\nname = 'Velmora'\n", r"\[\[state\]\] number 1: needs code"),
        ("[[state]]\ncode = 'QAA'\nname = 'A'\n[[state]]\ncode = 'QBB'\n", r"\[\[state\]\] number 2: needs name"),
        ("[[state]]\ncode = 7\nname = 'Velmora'\n", "needs code as text"),
        ("[[body]]\nname = 'x'\n", "needs kind"),
        ("[[person]]\nname = 'Mira Kestel'\nfrom = 'last year'\n", r"person 1 \(Mira Kestel\).*dates like"),
        ("[[person]]\nname = 'Mira Kestel'\nto = '2021-13'\n", "dates like"),
        ("state = 'Velmora'\n", "state"),
        ("[[state]]\ncode = 'QAA'\nname = 'Velmora'\nadjectives = 'Velmoran'\n", "adjectives"),
        ("[[body]]\nname = 'x'\nkind = 'party'\n", "kind"),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, content: str, message: str) -> None:
    file = tmp_path / "mine.toml"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(ActorsError, match=message) as caught:
        load_gazetteer([file])
    assert "mine.toml" in str(caught.value)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(ActorsError, match=r"nowhere\.toml: cannot be read"):
        load_gazetteer([tmp_path / "nowhere.toml"])


def test_a_file_that_is_no_text_is_named(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ActorsError, match=r"mine\.toml: cannot be read"):
        load_gazetteer([file])


# --- PETRARCH and TABARI ---------------------------------------------------------------------------------------------

DICTIONARY = """# invented actors, version 1
!OFFICE! = MINISTER, MINISTRY
VELMORA [QAA]
+VELMORAN
+TARSK_ ; ab 1 Jan 2001

NORWAY_ [NOR]
+OSLO
GRENMOOR_LEAGUE [QAAINS]
TARSK_HERALD [QAAMED]
VELMORAN_STEEL_COMPANY [QAABUS]
+VSC
MERIDIAN_COUNCIL [IGOQQQ]
OPEN_HARBOURS [NGOENV]
HOUSE_OF_ORANN [---]
MIRA_KESTEL_
+KESTEL
+FOREIGN_MINISTER_KESTEL
    [QAAOPP <060531]
    [QAAGOV 060601-20111231]
    [QAAELI]
JONAS_PIRK [QAAGOV 950101-990815]
ORANN_EMPIRE
\t[QBB <19500101]
\t[###]
GEN._BRAM_ODUYA [QAAMIL]
"""
AGENTS = """<!-- invented agents -->
!PERSON! = MAN, MEN, WOMAN
HARBOUR_MASTER [~GOV]
TOLL!PERSON! [~GOV]
LAND_REEVE {LANDS_REEVE} [~AGR]
FOREIGN_MINISTER [~GOVFRM]
WATER_BOARD [~BUS]
BELL_RINGER [~CHR]
NEWSPAPER [~MED]
HEALER [~HLH]
POLICE {} [~COP]
WATCH_FOLK [~XYZ]
BISHOP [~XYZ]
FARMER [---]
"""


def loaded(tmp_path: Path, text: str | bytes, name: str = "mine.actors") -> Gazetteer:
    file = tmp_path / name
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return load_gazetteer([file])


def meaning(g: Gazetteer, text: str, on: str | None = None) -> Entry | None:
    """The entry that all of a text means."""
    tokens = tokens_of(text)
    hit = g.name_at(tokens, 0, on=dt.date.fromisoformat(on) if on else None)
    return hit[1] if hit and hit[0] == len(tokens) else None


@pytest.fixture(scope="module")
def dictionary(tmp_path_factory: pytest.TempPathFactory) -> Gazetteer:
    return loaded(tmp_path_factory.mktemp("actors"), DICTIONARY)


@pytest.mark.parametrize(
    ("text", "form", "kind", "country", "sector"),
    [
        ("Velmora", "name", "state", "QAA", None), ("Velmoran", "name", "state", "QAA", None), ("Oslo", "capital", "state", "NOR", None),
        ("Grenmoor League", "body", "group", "QAA", "REB"), ("Velmoran Steel Company", "body", "organisation", "QAA", "BUS"),
        ("VSC", "body", "organisation", "QAA", "BUS"), ("Meridian Council", "body", "intergovernmental", None, "IGO"),
        ("Open Harbours", "body", "organisation", None, "NGO"), ("Mira Kestel", "person", "person", "QAA", "ELI"),
        ("House of Orann", "nobody", "unknown", None, None), ("Gen. Bram Oduya", "person", "person", "QAA", "MIL"),
    ],
)  # fmt: skip
def test_what_a_dictionary_names(dictionary: Gazetteer, text: str, form: str, kind: str, country: str | None, sector: str | None) -> None:
    entry = meaning(dictionary, text)
    assert entry is not None and (entry.form, entry.kind, entry.country, entry.sector) == (form, kind, country, sector)


@pytest.mark.parametrize(
    "text", ["MIRA KESTEL", "Mira Kestel", "Mira kestel", "Kestel", "Foreign Minister Kestel", "FOREIGN MINISTER KESTEL"]
)
def test_letter_case_says_nothing_and_synonyms_mean_the_first_name(dictionary: Gazetteer, text: str) -> None:
    entry = meaning(dictionary, text)
    assert entry is not None and entry.name == "Mira Kestel"


@pytest.mark.parametrize("text", ["mira kestel", "mira Kestel", "Mira", "Kestels"])
def test_but_a_name_begins_with_a_capital_and_is_whole(dictionary: Gazetteer, text: str) -> None:
    assert meaning(dictionary, text) is None


@pytest.mark.parametrize("text", ["Gen. Bram Oduya", "GEN. BRAM ODUYA", "Gen. BRAM ODUYA"])
def test_capitals_are_tokenized_otherwise(dictionary: Gazetteer, text: str) -> None:
    assert meaning(dictionary, text) is not None


@pytest.mark.parametrize(
    ("day", "code"),
    [
        ("2000-01-01", "QAAOPP"), ("2006-05-31", "QAAOPP"), ("2006-06-01", "QAAGOV"), ("2011-12-31", "QAAGOV"), ("2012-01-01", "QAAELI"),
        (None, "QAAELI"),
    ],
)  # fmt: skip
def test_a_code_without_dates_is_for_the_days_no_other_holds(dictionary: Gazetteer, day: str | None, code: str) -> None:
    entry = meaning(dictionary, "Kestel", day)
    assert entry is not None and entry.code == code


@pytest.mark.parametrize(("day", "sector"), [("1996-01-01", "GOV"), ("2001-01-01", "ELI"), ("1990-01-01", None)])
def test_out_of_all_dates_a_person_is_no_official(tmp_path: Path, day: str, sector: str | None) -> None:
    file = tmp_path / "mine.txt"
    file.write_text(DICTIONARY, encoding="utf-8")
    actor = resolved(file, "Jonas Pirk", dt.date.fromisoformat(day), (0, 2))
    assert actor is not None and (actor.country, actor.sector) == ("QAA", sector)


def test_the_code_of_the_day_holds_for_a_name_of_one_word(tmp_path: Path, reader: Reader) -> None:
    (tmp_path / "actors.txt").write_text("NORLAND [NLD]\nVELKOR [NLDGOV >20100101] [NLDELI]\n")
    found = find_actors(reader.read("Velkor praised Norland."), load_gazetteer([tmp_path / "actors.txt"]), dt.date(2012, 1, 5))
    assert found.actors["person:velkor@NLD"].sector == "GOV"


@pytest.mark.parametrize(("day", "form"), [("1940-01-01", "name"), ("1960-01-01", "nobody")])
def test_who_is_nobody_from_some_day_on(dictionary: Gazetteer, day: str, form: str) -> None:
    entry = meaning(dictionary, "Orann Empire", day)
    assert entry is not None and entry.form == form


def test_nobody_hides_shorter_names(tmp_path: Path) -> None:
    g = loaded(tmp_path, "NORWAY_HOUSE_HOTEL [---]\n")
    hit = g.name_at(["Norway", "House", "Hotel"], 0)
    assert hit is not None and (hit[0], hit[1].form) == (3, "nobody")


def test_the_gazetteer_finds_people_by_last_name(dictionary: Gazetteer) -> None:
    assert {entry.name for entry in dictionary.last_names["Pirk"]} == {"Jonas Pirk"}


def test_a_users_meaning_wins_over_a_shipped_one(tmp_path: Path) -> None:
    g = loaded(tmp_path, "HAMAS [PSEGOV]\nWASHINGTON [USAGOV]\nWHITE_HOUSE [USAGOV]\nREUTERS [GBRMED]\n")
    entries = {text: meaning(g, text) for text in ("Hamas", "Washington", "White House", "Reuters")}
    assert [(e.code, e.kind, e.form, e.sector) for e in entries.values() if e] == [
        ("PSEGOV", "group", "body", "GOV"), ("USAGOV", "state", "capital", None),
        ("USAGOV", "organisation", "seat", "GOV"), ("GBRMED", "outlet", "body", "JRN"),
    ]  # fmt: skip


def test_med_is_medicine_in_a_file_of_plovers_letters(tmp_path: Path) -> None:
    g = loaded(tmp_path, "TARSK_CLINIC [NORMED]\nTARSK_HERALD [NORJRN]\n")
    clinic, herald = meaning(g, "Tarsk Clinic"), meaning(g, "Tarsk Herald")
    assert clinic and herald and (clinic.sector, herald.sector) == ("MED", "JRN")


def test_an_invented_country_has_to_be_named(tmp_path: Path) -> None:
    g = loaded(tmp_path, "NORWAY [NOR]\nMIRA_KESTEL [QAAGOV]\n")
    (problem,) = g.problems
    assert re.search(r"mine\.actors:2: \[QAAGOV\] begins with 'QAA', which is no country.*name that, as in NAME \[QAA\]", problem)
    assert meaning(g, "Mira Kestel") is None
    assert loaded(tmp_path, "MIRA_KESTEL [QAAGOV]\nVELMORA [QAA]\n").problems == []


def test_a_file_may_use_the_states_of_one_before_it(path: Path, tmp_path: Path) -> None:
    mine = tmp_path / "mine.actors"
    mine.write_text("JONAS_PIRK [QAAGOV]\n", encoding="utf-8")
    entry = meaning(load_gazetteer([path, mine]), "Jonas Pirk")
    assert entry is not None and entry.country == "QAA"


def test_letters_of_an_invented_world_are_its_own(tmp_path: Path) -> None:
    world = "".join(f"LAND_{letter} [QQ{letter}]\n" for letter in "ABCDE")
    entry = meaning(loaded(tmp_path, world + "GREY_RIDER [ZZZREB]\nOLD_RIDER [ELI]\n"), "Grey Rider")
    assert entry is not None and (entry.country, entry.sector, entry.code) == ("ZZZ", "REB", "ZZZREB")


# --- agents ----------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def agents(tmp_path_factory: pytest.TempPathFactory) -> Gazetteer:
    return loaded(tmp_path_factory.mktemp("agents"), AGENTS, "mine.agents")


@pytest.mark.parametrize(
    ("words", "sector", "kind", "role", "code"),
    [
        ("harbour master", "GOV", "person", None, "~GOV"), ("harbour masters", "GOV", "group", None, "~GOV"),
        ("tollman", "GOV", "person", None, "~GOV"), ("tollmen", "GOV", "group", None, "~GOV"), ("lands reeve", "AGR",
        "group", None, "~AGR"),
        ("foreign minister", "GOV", "person", "foreign minister", "~GOVFRM"), ("water board", "BUS", "organisation", None, "~BUS"),
        ("bell ringer", "REL", "person", None, "~CHR"), ("newspaper", "JRN", "organisation", None, "~MED"), ("healer", "MED",
        "person", None, "~HLH"),
        ("police", "COP", "organisation", None, "~COP"), ("watch folk", None, "person", None, "~XYZ"), ("bishop", "REL", "person",
        "bishop", "~XYZ"),
        ("farmer", "AGR", "person", "farmer", None),
    ],
)  # fmt: skip
def test_what_an_agent_file_says(agents: Gazetteer, words: str, sector: str | None, kind: str, role: str | None, code: str | None) -> None:
    hit = agents.sector_at(words.split(), 0)
    assert hit is not None and (hit[1].sector, hit[1].kind, hit[1].role, hit[1].code) == (sector, kind, role, code)


def test_agents_make_actors_of_countries(tmp_path: Path) -> None:
    file = tmp_path / "mine.agents"
    file.write_text(AGENTS, encoding="utf-8")
    actor = resolved(file, "the Norwegian harbour master")
    assert actor is not None and (actor.country, actor.sector) == ("NOR", "GOV")


# --- CSV -------------------------------------------------------------------------------------------------------------

TABLE = """name,kind,country,sector,secondary,role,from,to,names,acronyms
Velmora,state,QAA,,,,,,Republic of Velmora,
Free Highlands Front,group,QAA,REB,,,,,Highlands Front|the Highlanders,FHF
Mira Kestel,person,QAA,GOV,LEG|PTY,foreign minister,2020-01,2021,M. Kestel,

"Kestel, Pirk and Sons",,QAA,BUS,,,,,,
Meridian Council,,,IGO,,,,,,
Velmoran Steel Company,,QAA,BUS,,,,,,
Jonas Pirk,,ROM,,,,,,,
"""


@pytest.mark.parametrize(
    ("text", "form", "kind", "country", "sector"),
    [
        ("Velmora", "name", "state", "QAA", None), ("Republic of Velmora", "name", "state", "QAA", None), ("FHF", "body", "group",
        "QAA", "REB"),
        ("Highlands Front", "body", "group", "QAA", "REB"), ("Highlanders", "body", "group", "QAA", "REB"),
        ("Kestel, Pirk and Sons", "person", "person", "QAA", "BUS"), ("Meridian Council", "body", "intergovernmental", None, "IGO"),
        ("Velmoran Steel Company", "body", "organisation", "QAA", "BUS"), ("Jonas Pirk", "person", "person", "ROU", None),
        ("M. Kestel", "person", "person", "QAA", "GOV"),
    ],
)  # fmt: skip
def test_a_table_of_actors(tmp_path: Path, text: str, form: str, kind: str, country: str | None, sector: str | None) -> None:
    entry = meaning(loaded(tmp_path, TABLE, "mine.csv"), text)
    assert entry is not None and (entry.form, entry.kind, entry.country, entry.sector) == (form, kind, country, sector)


def test_all_columns_of_a_table(tmp_path: Path) -> None:
    g = loaded(tmp_path, "\ufeff" + TABLE.replace("\n", "\r\n"), "MINE.CSV")
    entry = meaning(g, "Mira Kestel")
    assert entry is not None and (entry.secondary, entry.role, entry.code) == (("LEG", "PTY"), "foreign minister", None)
    assert (entry.since, entry.until) == (dt.date(2020, 1, 1), dt.date(2021, 12, 31))
    assert meaning(g, "mira kestel") is None and g.states["QAA"] == "Velmora"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", r"mine\.csv:1: the header row is nothing; it must have the column name"),
        ("country,sector\nNOR,GOV\n", "must have the column name"),
        ("name;country\nMira Kestel;NOR\n", "header row is 'name;country'.*with commas between"),
        ("name,party\nMira Kestel,x\n", "header row is 'name', 'party'.*may have each of country, sector"),
        ("name,name\nMira Kestel,x\n", "once"),
        ("name,country\n,NOR\n", r"mine\.csv:2: there is no name"),
        ("name,country\nMira Kestel,QAA\n", "country 'QAA' is no ISO 3166-1 alpha-3 code.*with the kind state"),
        ("name,country\nMira Kestel,nor\n", "country 'nor' is no ISO"),
        ("name,kind\nMira Kestel,minister\n", "kind 'minister' is none of state, person, organisation"),
        ("name,kind\nVelmora,state\n", "a state needs its code"),
        ("name,sector\nMira Kestel,INS\n", "sector 'INS' is none of PLOVER's"),
        ("name,secondary\nMira Kestel,GOV|gov\n", "sector 'gov' is none"),
        ("name,from\nMira Kestel,last year\n", "from and to are dates like 2021-05-01"),
        ("name,to\nMira Kestel,2021-13\n", "from and to are dates"),
        ("name,from,to\nMira Kestel,2021,2020\n", r"ends \(2020-12-31\) before it begins \(2021-01-01\)"),
        ("name,country\nKestel, Mira,NOR\n", "3 cells under 2 columns; put a cell with a comma in it in quotation marks"),
        ('name,country\n"Kestel,NOR\n', "not valid CSV"),
        ("name,country\nA,NOR\n\nB,QQQ\nC,QQR\n", r"mine\.csv: 2 lines cannot be used: line 4: .*'QQQ'.*; line 5: .*'QQR'"),
    ],
)
def test_what_is_wrong_in_a_table_is_named(tmp_path: Path, content: str, message: str) -> None:
    with pytest.raises(ActorsError, match=message) as caught:
        loaded(tmp_path, content, "mine.csv")
    assert "mine.csv" in str(caught.value)


# --- any file --------------------------------------------------------------------------------------------------------


def test_wrong_lines_of_a_dictionary_are_left_out_and_told(tmp_path: Path) -> None:
    g = loaded(tmp_path, "NORWAY [NOR]\nMIRA_KESTEL\nDENMARK [DNK\nOSLO [NOR]\n")
    assert [problem.split(": ")[0][-len("mine.actors:2") :] for problem in g.problems] == ["mine.actors:2", "mine.actors:3"]
    assert re.search("'MIRA KESTEL' has no code; give it one.*synonym", g.problems[0])
    oslo = meaning(g, "Oslo")
    assert oslo is not None and oslo.country == "NOR" and meaning(g, "Mira Kestel") is None


def test_a_file_without_one_right_line_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ActorsError) as caught:
        loaded(tmp_path, "".join(f"MAN_{i} [QQQGOV]\n" for i in range(30)) + "DENMARK [DNK\n")
    told = str(caught.value)
    assert "mine.actors: 31 lines cannot be used: line 1: " in told and told.count("line ") == 10 and told.endswith("; and 21 more.")
    assert "\n" not in told


@pytest.mark.parametrize("name", ["mine.txt", "mine.actors", "mine.agents", "mine", "mine.dic"])
def test_any_other_ending_is_a_dictionary(tmp_path: Path, name: str) -> None:
    assert meaning(loaded(tmp_path, "VELMORA [QAA]\n", name), "Velmora") is not None


@pytest.mark.parametrize(
    ("encoding", "name"), [("utf-8", "mine.txt"), ("utf-8-sig", "mine.txt"), ("latin-1", "mine.txt"), ("latin-1", "mine.csv")]
)
def test_utf_8_and_latin_1(tmp_path: Path, encoding: str, name: str) -> None:
    text = "name,country\nJORG WÖRNER,DEU\n" if name.endswith("csv") else "JORG_WÖRNER [DEUGOV]\n"
    assert meaning(loaded(tmp_path, text.encode(encoding), name), "JORG WÖRNER") is not None


@pytest.mark.parametrize("name", ["mine.txt", "mine.csv"])
def test_a_file_that_is_no_text_or_not_there_is_named_whatever_its_ending(tmp_path: Path, name: str) -> None:
    with pytest.raises(ActorsError, match=f"{name}: is no text.*Save it as UTF-8"):
        loaded(tmp_path, "VELMORA [QAA]".encode("utf-16"), name)
    with pytest.raises(ActorsError, match=f"no{name}: cannot be read"):
        load_gazetteer([tmp_path / f"no{name}"])


def test_a_large_dictionary(tmp_path: Path) -> None:
    entries = [f"AL_{i % 100}_NAME{i}\n+NAME{i}\n\t[NORGOV >{i % 28 + 1:02}0101]\n\t[NORELI]\n" for i in range(30_000)]
    g = loaded(tmp_path, "# many\n" + "".join(entries))
    entry = meaning(g, "Al 99 Name29999", "2030-01-01")
    assert entry is not None and (entry.code, entry.form, entry.country, entry.sector) == ("NORGOV", "person", "NOR", "GOV")
    assert sum(len(meanings) for meanings in g.names.values()) > 120_000
