"""Short invented sentences over all sixteen types: text, type, who did it, to whom (codes, or actor ids without a country), status."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import pytest


class Sentence(NamedTuple):
    text: str
    type: str
    source: str
    target: str | None
    status: str = "actual"


# Sound expectations that the rooms miss as they are; each mend makes its strict xfail fail, so that it is taken out here.
UNSURE = "the event head and the table differ, or too little speaks for it: less sure than a row needs"
KNOWN_MISSES = dict.fromkeys(
    (
        "Israeli settlers blocked a road.",
        "Thousands of Sudanese doctors went on strike.",
        "Venezuela mobilised its army.",
        "Kenya could attack Uganda.",
        "If Algeria attacked Morocco, the road would close.",
        "Kenya will expel a Ugandan diplomat, analysts said.",
    ),
    UNSURE,
)

SENTENCES = [
    # AGREE
    Sentence("Kenya agreed to lend money to Uganda.", "AGREE", "KEN", "UGA"),
    Sentence("Norway promised to help Peru.", "AGREE", "NOR", "PER"),
    Sentence("Chile offered to host talks with Peru.", "AGREE", "CHL", "PER"),
    Sentence("China and Kenya vowed to deepen bilateral relations.", "AGREE", "CHN", "KEN"),
    # CONSULT
    Sentence("The Kenyan president met the Ugandan foreign minister in Lima.", "CONSULT", "KEN", "UGA"),
    Sentence("Norway and Sweden held talks in Lima.", "CONSULT", "NOR", "SWE"),
    Sentence("Ghanaian Foreign Minister Kofi Mensah visited Brazil on Monday.", "CONSULT", "GHA", "BRA"),
    Sentence("The Thai prime minister spoke by phone with the Vietnamese president.", "CONSULT", "THA", "VNM"),
    Sentence("Talks between Peru and Chile began on Monday.", "CONSULT", "PER", "CHL"),
    Sentence(
        "Chilean Foreign Minister Marta Rojas held a phone conversation with Peruvian Foreign Minister Luis Prado.", "CONSULT", "CHL", "PER"
    ),
    # SUPPORT
    Sentence("Kenya praised Uganda.", "SUPPORT", "KEN", "UGA"),
    Sentence("Finland recognised Kosovo.", "SUPPORT", "FIN", "XKX"),
    Sentence("Brazil signed a treaty with Argentina.", "SUPPORT", "BRA", "ARG"),
    Sentence("The Danish prime minister congratulated the Polish president.", "SUPPORT", "DNK", "POL"),
    Sentence("India endorsed the candidate of Nepal.", "SUPPORT", "IND", "NPL"),
    # CONCEDE
    Sentence("Turkey apologised to Greece.", "CONCEDE", "TUR", "GRC"),
    Sentence("Serbia eased restrictions on Bosnian traders.", "CONCEDE", "SRB", "BIH"),
    Sentence("The Moroccan king pardoned Spanish prisoners.", "CONCEDE", "MAR", "ESP"),
    # COOPERATE
    Sentence("Estonia extradited two men to Latvia.", "COOPERATE", "EST", "LVA"),
    Sentence("Japan held joint exercises with Australia.", "COOPERATE", "JPN", "AUS"),
    Sentence("Norway shared intelligence with Finland.", "COOPERATE", "NOR", "FIN"),
    # AID
    Sentence("Germany sent medicine to Lebanon.", "AID", "DEU", "LBN"),
    Sentence("Qatar donated 20 million dollars to Somalia.", "AID", "QAT", "SOM"),
    Sentence("Canada granted asylum to Afghan refugees.", "AID", "CAN", "AFG"),
    Sentence("Sweden supplied weapons to Ukraine.", "AID", "SWE", "UKR"),
    # RETREAT
    Sentence("Ethiopia withdrew its troops from Somalia.", "RETREAT", "ETH", "SOM"),
    Sentence("Iran released a French prisoner.", "RETREAT", "IRN", "FRA"),
    Sentence("Colombian rebels freed two Ecuadorian soldiers.", "RETREAT", "COL", "ECU"),
    # REQUEST
    Sentence("Peru asked Chile for help.", "REQUEST", "PER", "CHL"),
    Sentence("Indonesia urged Myanmar to free the prisoners.", "REQUEST", "IDN", "MMR"),
    Sentence("Egypt called on Ethiopia to stop filling the dam.", "REQUEST", "EGY", "ETH"),
    Sentence("Cuba demanded that Spain return the painting.", "REQUEST", "CUB", "ESP"),
    # ACCUSE
    Sentence("Kenya accused Uganda of spying.", "ACCUSE", "KEN", "UGA"),
    Sentence("Pakistan condemned India.", "ACCUSE", "PAK", "IND"),
    Sentence("The Greek defence minister criticised Turkey.", "ACCUSE", "GRC", "TUR"),
    Sentence("Polish prosecutors charged a Belarusian diplomat with spying.", "ACCUSE", "POL", "BLR"),
    Sentence("Rwanda was accused by Burundi of arming the rebels.", "ACCUSE", "BDI", "RWA"),
    # REJECT
    Sentence("Iran rejected an offer by Oman.", "REJECT", "IRN", "OMN"),
    Sentence("Hungary refused to meet the Romanian minister.", "REJECT", "HUN", "ROU"),
    Sentence("Lima's rejection of the Bolivian offer came as a surprise.", "REJECT", "PER", "BOL"),
    # THREATEN
    Sentence("Azerbaijan threatened to attack Armenia.", "THREATEN", "AZE", "ARM"),
    Sentence("Algeria threatened Morocco with sanctions.", "THREATEN", "DZA", "MAR"),
    Sentence("North Korea warned South Korea of grave consequences.", "THREATEN", "PRK", "KOR"),
    # PROTEST
    Sentence("Bangladeshi workers protested against the government of India.", "PROTEST", "BGD", "IND"),
    Sentence("Israeli settlers blocked a road.", "PROTEST", "ISR", None),
    Sentence("Thousands of Sudanese doctors went on strike.", "PROTEST", "SDN", None),
    # SANCTION
    Sentence("Lithuania expelled a Russian diplomat.", "SANCTION", "LTU", "RUS"),
    Sentence("Canada imposed sanctions on Venezuela.", "SANCTION", "CAN", "VEN"),
    Sentence("Saudi Arabia cut ties with Canada.", "SANCTION", "SAU", "CAN"),
    Sentence("A Turkish court convicted a German journalist.", "SANCTION", "TUR", "DEU"),
    Sentence("Sanctions were imposed on Mali by France.", "SANCTION", "FRA", "MLI"),
    # MOBILIZE
    Sentence("Kazakhstan deployed troops along the border with Kyrgyzstan.", "MOBILIZE", "KAZ", "KGZ"),
    Sentence("Venezuela mobilised its army.", "MOBILIZE", "VEN", None),
    # COERCE
    Sentence("Turkish police arrested a Syrian journalist.", "COERCE", "TUR", "SYR"),
    Sentence("The Iranian navy seized a Greek tanker.", "COERCE", "IRN", "GRC"),
    Sentence("Malaysia deported 200 Indonesian workers.", "COERCE", "MYS", "IDN"),
    Sentence("A Norwegian ship was seized by the Libyan coast guard.", "COERCE", "LBY", "NOR"),
    # ASSAULT
    Sentence("Ethiopian troops attacked a Sudanese village.", "ASSAULT", "ETH", "SDN"),
    Sentence("Azerbaijan shelled Armenian positions.", "ASSAULT", "AZE", "ARM"),
    Sentence("Congolese rebels killed three Rwandan soldiers.", "ASSAULT", "COD", "RWA"),
    Sentence("Turkish jets bombed Syrian rebels.", "ASSAULT", "TUR", "SYR"),
    Sentence("Two Kenyan soldiers were killed by Somali gunmen.", "ASSAULT", "SOM", "KEN"),
    Sentence("Somali gunmen kidnapped an Italian doctor.", "ASSAULT", "SOM", "ITA"),
    # passives, relative clauses, control, coordination
    Sentence("Georgia, which accuses Russia of spying, closed the road.", "ACCUSE", "GEO", "RUS"),
    Sentence("Kenyan police, who arrested a Ugandan lawyer on Monday, gave no reason.", "COERCE", "KEN", "UGA"),
    Sentence("Peru met Chile and praised Brazil.", "SUPPORT", "PER", "BRA"),
]

STATUSES = [
    Sentence("Kenya will visit Uganda.", "AGREE", "KEN", "UGA"),
    Sentence("The Norwegian foreign minister will meet the Swedish president.", "AGREE", "NOR", "SWE"),
    Sentence("Kenya did not attack Uganda.", "ASSAULT", "KEN", "UGA", "denied"),
    Sentence("Iran has not released the French prisoner.", "RETREAT", "IRN", "FRA", "denied"),
    Sentence("Serbia never accused Croatia of spying.", "ACCUSE", "SRB", "HRV", "denied"),
    Sentence("Kenya could attack Uganda.", "ASSAULT", "KEN", "UGA", "conditional"),
    Sentence("Peru might expel a Chilean diplomat.", "SANCTION", "PER", "CHL", "conditional"),
    Sentence("If Algeria attacked Morocco, the road would close.", "ASSAULT", "DZA", "MAR", "conditional"),
    Sentence("In 1994, Kenya accused Uganda of spying.", "ACCUSE", "KEN", "UGA", "past"),
    Sentence("Azerbaijan attacked Armenia in 2016.", "ASSAULT", "AZE", "ARM", "past"),
    Sentence("Kenya will expel a Ugandan diplomat, analysts said.", "SANCTION", "KEN", "UGA", "planned"),
    Sentence('"We will expel the Ugandan diplomats," Kenyan Foreign Minister Ann Wanjiru said.', "THREATEN", "KEN", "UGA"),
    Sentence("Ethiopia will withdraw its troops from Somalia.", "CONCEDE", "ETH", "SOM"),
    Sentence("Kenya accused Uganda of spying on Thursday.", "ACCUSE", "KEN", "UGA"),
]

# No act between two parties.
NOTHING = [
    "Kenya and Uganda share a long border.",
    "The talks lasted three hours.",
    "It rained in Kenya and in Uganda.",
    "Kenya is larger than Uganda.",
    "A mudslide destroyed forty houses in Peru.",
    "Norway, Sweden and Denmark lie in the north.",
    "The Kenyan minister told journalists that the road was closed.",
    "The capital of Peru is Lima.",
    "Kenya plays Uganda on Sunday.",
    "Prices rose in Chile and fell in Peru.",
    "The president arrived at noon.",
    "Four people were killed in a bombing.",
    "China and Russia were both present.",
    "Ghana's economy grew faster than that of Kenya.",
    "The map shows Peru, Chile and Bolivia.",
    "",
    "Peru.",
]


def expected(sentences: Sequence[Sentence], *, candidates: bool = False) -> list[Any]:
    """The sentences as test parameters, known misses as strict xfails; `candidates` where the head is not asked."""
    out = []
    for sentence in sentences:
        reason = None if candidates and "event head" in KNOWN_MISSES.get(sentence.text, "") else KNOWN_MISSES.get(sentence.text)
        marks = [pytest.mark.xfail(reason=reason, strict=True)] if reason else []
        out.append(pytest.param(sentence, id=sentence.text, marks=marks))
    return out
