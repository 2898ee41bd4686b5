"""Which words speak of how states stand to each other, and of their order?

Out: topics with regular expressions for what was said, in lower case. Left out: whether it is so.
"""

from __future__ import annotations

from typing import Final

# Words of the order of states, and the column of `relations.System.table` that bears on them.
ORDER_TOPICS: Final = {
    "poles": r"\b(multi|uni|bi)-?polar|\bpolarity\b|\bpoles of power\b|\b(world|international|global) order\b",
    "largest_share": r"\bhegemon|\bsuperpower|\bsole power\b",
    "polarization": r"\bbloc(s|k of states)?\b|\bcold war\b|\bpolari[sz]|\bdivided world\b|\bconfrontation between camps\b",
}
# Words of a relation; what was said must also speak of the two sides.
RELATION_TOPICS: Final = {
    "relation": r"\brelations(hips?)?\b|\brelationship\b|\bties\b|\bpartnership|\balliance|\bfriendship|\brapprochement|\bnormali[sz]"
}
TOPICS: Final = {**ORDER_TOPICS, **RELATION_TOPICS}
