"""The parser of PETRARCH and TABARI dictionaries: each feature of the format, and each way to get it wrong."""

from __future__ import annotations

import datetime as dt

import pytest

from relata.actors.petrarch import ActorNames, AgentWords, parse, plural_of


def actors(text: str) -> tuple[ActorNames, ...]:
    read = parse(text)
    assert not read.problems and not read.agents
    return read.actors


def agents(text: str) -> dict[str, AgentWords]:
    read = parse(text)
    assert not read.problems and not read.actors
    return {word: agent for agent in read.agents for word in agent.words}


def codes(text: str) -> list[tuple[str, str | None, str | None]]:
    """Letters, first and last day of a text's only actor."""
    (actor,) = actors(text)
    return [(c.text, c.since and c.since.isoformat(), c.until and c.until.isoformat()) for c in actor.codes]


def problems(text: str) -> list[tuple[int, str]]:
    return [(problem.line, problem.what) for problem in parse(text).problems]


# --- names -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("VELMORA [QAA]", "VELMORA"), ("VELMORA_ [QAA]", "VELMORA"), ("PORT_ILENY_  [QAA]", "PORT ILENY"),
        ("PORT ILENY\t[QAA]", "PORT ILENY"), ("V.R._[QAA]", "V.R."), ("N'DOUR_SAY'S [QAA]", "N'DOUR SAY'S"),
    ],
)  # fmt: skip
def test_underscores_and_spaces_part_words(line: str, name: str) -> None:
    assert [actor.names for actor in actors(line)] == [(name,)]


def test_synonyms_share_the_codes_above_or_below_them() -> None:
    read = actors(
        "MIRA_KESTEL [QAAGOV]\n+KESTEL_ ; ab 1 Jan 2001\n+M._KESTEL\n\nJONAS_PIRK_\n+PIRK\n\t[QAAMIL 200101-201231]\n\t[QAAELI]\n"
    )
    assert [actor.names for actor in read] == [("MIRA KESTEL", "KESTEL", "M. KESTEL"), ("JONAS PIRK", "PIRK")]
    assert [[code.text for code in actor.codes] for actor in read] == [["QAAGOV"], ["QAAMIL", "QAAELI"]]
    assert [code.line for code in read[1].codes] == [7, 8]


def test_codes_of_a_synonym_are_the_names_own() -> None:
    assert [code.text for code in actors("MIRA_KESTEL\n+KESTEL [QAAGOV]")[0].codes] == ["QAAGOV"]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends_of_all_systems(end: str) -> None:
    assert len(actors(f"VELMORA [QAA]{end}KARDENIA [QBB]{end}")) == 2


# --- comments --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "# title\nVELMORA [QAA]", "VELMORA [QAA] # [QBB]", "VELMORA [QAA] ;jw 9/10/91", "VELMORA # note\n\t[QAA]", "VELMORA [QAA]; x # [y]",
        "<!-- one line; with [brackets] -->\nVELMORA [QAA]", "<!-- [QBB]\nKARDENIA [QBB]\n-->\nVELMORA [QAA]", "VELMORA <!-- so --> [QAA]",
        "<! -- badly written -->\nVELMORA [QAA]", "VELMORA [QAA] <!-- begins\nand ends --> # here", "\n  \t\nVELMORA [QAA]\n\n",
        "# <!-- no comment of several lines\nVELMORA [QAA]", "VELMORA [QAA]  pas 30 Apr 2003",
        "The actors of Velmora, version 2\n\nVELMORA [QAA]",
    ],
)  # fmt: skip
def test_comments_say_nothing(text: str) -> None:
    assert [(actor.names, actor.codes[0].text, len(actor.codes)) for actor in actors(text)] == [(("VELMORA",), "QAA", 1)]


def test_lines_are_counted_through_comments() -> None:
    assert actors("<!-- a\nb -->\n\n# c\nVELMORA [QAA]")[0].line == 5


def test_nothing_is_no_error() -> None:
    assert actors("") == () and actors("# only a comment\n") == ()


# --- codes and dates -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("bracket", "expected"),
    [
        ("[QAAGOV]", ("QAAGOV", None, None)), ("[ QAAGOV ]", ("QAAGOV", None, None)), ("[---]", ("---", None, None)),
        ("[###]", ("###", None, None)), ("[### <890101]", ("###", None, "1989-01-01")), ("[QAA/QBB]", ("QAA/QBB", None, None)),
        ("[CVLabc]", ("CVLabc", None, None)), ("[QAA <950601]", ("QAA", None, "1995-06-01")),
        ("[QAA < 950601]", ("QAA", None, "1995-06-01")),
        ("[QAA >20010111]", ("QAA", "2001-01-11", None)), ("[QAA>010111]", ("QAA", "2001-01-11", None)),
        ("[QAA 950601-19990815]", ("QAA", "1995-06-01", "1999-08-15")), ("[QAA 950601 - 990815]", ("QAA", "1995-06-01", "1999-08-15")),
        ("[QAA >950601 <990815]", ("QAA", "1995-06-01", "1999-08-15")), ("[QAA 301231-310101]", None),
        ("[QAA <301231]", ("QAA", None, "2030-12-31")), ("[QAA >310101]", ("QAA", "1931-01-01", None)),
        ("[QAA 1999-2000]", ("QAA", "1999-01-01", "2000-12-31")), ("[QAA 199902-200002]", ("QAA", "1999-02-01", "2000-02-29")),
        ("[QAA >000101]", ("QAA", "2000-01-01", None)),
    ],
)  # fmt: skip
def test_codes_and_their_dates(bracket: str, expected: tuple[str, str | None, str | None] | None) -> None:
    if expected is None:
        assert "before it begins" in problems(f"MIRA_KESTEL {bracket}")[0][1]
    else:
        assert codes(f"MIRA_KESTEL {bracket}") == [expected]


def test_codes_on_one_line_and_on_lines_of_their_own() -> None:
    one = codes("MIRA_KESTEL\t[QAAOPP <061231] [QAAGOV]\t[---] # note")
    own = codes("MIRA_KESTEL\n\t[QAAOPP <061231]\n   [QAAGOV]\n[---]\n")
    assert one == own == [("QAAOPP", None, "2006-12-31"), ("QAAGOV", None, None), ("---", None, None)]


# --- agents ----------------------------------------------------------------------------------------------------------


def test_a_tilde_makes_a_file_one_of_agents() -> None:
    read = agents("SENATOR [~LEG]\nRIGHTS_BODY [NGO~]\nCUP_FINAL [---]\n")
    assert {word: agent.code.text for word, agent in read.items()} == {"SENATOR": "~LEG", "RIGHTS BODY": "NGO~", "CUP FINAL": "---"}


@pytest.mark.parametrize(
    ("line", "plurals"),
    [
        ("SENATOR [~LEG]", ("SENATORS",)), ("SECURITY_AGENCY [~SPY]", ("SECURITY AGENCIES",)), ("ATTORNEY [~JUD]", ("ATTORNEYS",)),
        ("CONGRESS [~LEG]", ("CONGRESSES",)), ("CHURCH [~REL]", ("CHURCHES",)), ("POLICE {} [~COP]", ()),
        ("THIEF {THIEVES} [~CRM]", ("THIEVES",)),
        ("ATTORNEY_GENERAL {ATTORNEYS_GENERAL}[~JUD]", ("ATTORNEYS GENERAL",)), ("ENVOY {ENVOYS, ENVOIS } [ ~GOV]", ("ENVOYS", "ENVOIS")),
    ],
)  # fmt: skip
def test_plurals(line: str, plurals: tuple[str, ...]) -> None:
    (agent,) = agents(line).values()
    assert agent.plurals == plurals


@pytest.mark.parametrize(
    ("word", "plural"), [("day", "days"), ("spy", "spies"), ("box", "boxes"), ("Judge", "Judges"), ("BUSH", "BUSHES"), ("Y", "YS")]
)
def test_the_rule_of_plurals(word: str, plural: str) -> None:
    assert plural_of(word) == plural


def test_sets_are_written_out_wherever_they_are_defined() -> None:
    read = agents(
        "CLERGY!PERSON! [~REL]\n!PERSON! = MAN, MEN, WOMAN , PERSON\n!OFFICE! = MINISTER, MINISTRY\n"
        "!OFFICE!_OF_TRADE [~GOV]\n!OFFICE!_AND_!OFFICE! [~GOV]\n"
    )
    assert set(read) == {
        "CLERGYMAN", "CLERGYMEN", "CLERGYWOMAN", "CLERGYPERSON", "MINISTER OF TRADE", "MINISTRY OF TRADE",
        "MINISTER AND MINISTER", "MINISTER AND MINISTRY", "MINISTRY AND MINISTER", "MINISTRY AND MINISTRY",
    }  # fmt: skip
    assert not any(agent.plurals for agent in read.values())


def test_synonyms_of_agents() -> None:
    assert {word: agent.code.text for word, agent in agents("SENATOR [~LEG]\n+PEER {PEERS}\n").items()} == {
        "SENATOR": "~LEG",
        "PEER": "~LEG",
    }


# --- what is wrong ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ("# x\n+KESTEL\n", 2, r"a synonym \(\+\) stands before any name; put the name"),
        ("\n[QAAGOV]\n", 2, "a code stands before any name"),
        ("A [QAA]\n\nMIRA_KESTEL\nJONAS_PIRK [QAA]\n", 3, r"'MIRA KESTEL' has no code; give it one, as in NAME \[USAGOV\]"),
        ("A [QAA]\n_ [QAA]", 2, r"no name before the code; write NAME \[CODE\]"),
        ("A [QAA]\n+_", 2, "no name before the code"),
        ("A [QAA]\nB [QAA", 2, r"a bracket without its other half; write each code as \[CODE\]"),
        ("A [QAA]\nB [QAA} # [x]", 2, "a bracket without its other half"),
        ("A [QAA]\nB [QAA [QBB]", 2, "a bracket without its other half"),
        ("A [QAA]\nB [QAA]]", 2, "a bracket without its other half"),
        ("A [QAA]\nB QAA]", 2, "a bracket or brace without its other half"),
        ("A [~GOV]\nB {C [~GOV]", 2, "a bracket or brace without its other half"),
        ("A []", 1, r"\[\]: this is no code"),
        ("A [QAA GOV]", 1, r"\[QAA GOV\]: this is no code, with or without dates. Dates are yymmdd or yyyymmdd"),
        ("A [950601-990815]", 1, "this is no code"),
        ("A [QAA950601-990815]", 1, "this is no code"),
        ("A [QAA 2004017-20061201]", 1, "'2004017' is no date. Dates are yymmdd or yyyymmdd"),
        ("A [QAA >991301]", 1, "'991301' is no date"),
        ("A [QAA <20010230]", 1, "'20010230' is no date"),
        ("A [QAA >20010000]", 1, "'20010000' is no date"),
        ("A [QAA 950601]", 1, "'950601' is no date"),
        ("A [QAA >soon]", 1, "'>soon' is no date"),
        ("A [QAA 20010101-19990101]", 1, "ends .1999-01-01. before it begins .2001-01-01."),
        ("A [QAA]\n<!-- B\nC [QAA]", 2, "a comment begins with <!-- and never ends"),
        ("A {B} [QAA]", 1, "a plural in braces, which only agents have"),
        ("CLERGY!PERSON! [~REL]", 1, "the set !PERSON! is used but not defined; define it, as in !PERSON! = MAN, WOMAN"),
        ("SENATOR [~LEG]\nVELMORA [QAA]", 2, r"\[QAA\] has no ~ for the country.*write \[~QAA\]"),
        ("SENATOR [~LEG] [~GOV]", 1, "an agent has one code without dates"),
        ("SENATOR [~LEG >950101]", 1, "an agent has one code without dates"),
    ],
)  # fmt: skip
def test_a_wrong_line_is_told_once(text: str, line: int, what: str) -> None:
    ((number, told),) = problems(text)
    assert number == line
    with pytest.raises(AssertionError, match=what):
        raise AssertionError(told)


def test_the_other_lines_are_still_read() -> None:
    read = parse("VELMORA [QAA\nKARDENIA [QBB]\n+KARDEN\n+\nSULMARA [QCC >951399]\n")
    assert [actor.names for actor in read.actors] == [("KARDENIA", "KARDEN")]
    assert [problem.line for problem in read.problems] == [1, 4, 5]


def test_only_a_first_line_may_be_a_title() -> None:
    assert problems("# a comment first\nACTORS OF VELMORA\nVELMORA [QAA]") == [
        (2, problems("\nX\nY [QAA]")[0][1].replace("'X'", "'ACTORS OF VELMORA'"))
    ]


def test_days_are_days() -> None:
    assert actors("A [QAA >950601]")[0].codes[0].since == dt.date(1995, 6, 1)
