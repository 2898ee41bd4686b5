"""What does each measure say, and how is it made, in words?

Takes nothing; gives the sentences that stand by each measure on its page. The formulas themselves, with their sources, are those of
`relations`; a change there is a change here. Left out on purpose: numbers.
"""

from __future__ import annotations

from typing import Final

from .measured import DRAWS

INTERVALS: Final = f"In brackets: 95 % intervals from drawing stories again, {DRAWS} times; none where fewer than two stories tell."
COPIES: Final = (
    "An act that several papers tell counts once here; the lists behind the numbers show its first telling and lead to the others."
)

TIME: Final = (
    "The mean score of a period is the sum of its acts’ scores ({scale}) over how many acts have one. Reciprocity is twice the smaller of "
    f"the two directions over their sum: 1 where both act as often, 0 where one alone does. {INTERVALS} {COPIES}"
)
CHANGES: Final = (
    "Where the level of the mean score shifts: the breaks that leave the least squared deviation from the means between them, each "
    "break costing twice the noise times the logarithm of the number of periods. “Found again” is the share of draws of stories that "
    "break within a period of it. Beside each: the acts of the new level that lie furthest in its direction."
)
SPLITS: Final = {
    "level": (
        "Acts by the level of the actors, from their roles: heads of state or government, ministers, officials, armed forces, "
        "parliaments, business, experts and media, or the state itself where nobody is named. Of a meeting the higher level counts. "
    )
    + INTERVALS,
    "issue": f"Acts by PLOVER context, such as military or trade. An act of several counts in each; “none” has none. {INTERVALS}",
    "third": f"Acts by the other states that the words of the act name; “none” names no other. {INTERVALS}",
    "type": f"Acts by PLOVER type. {INTERVALS}",
    "outlet": (
        "Acts by the country of the outlet. An act counts once for each country here, so the sum may be larger than elsewhere. "
        "“unknown”: the outlet’s country is not in the ledger. "
    )
    + INTERVALS,
}
VOWS: Final = (
    "A vow is an act of type AGREE, or any act told as planned. It is followed where a deed of that kind comes first within {horizon} "
    "days by the side that vowed (for AGREE material cooperation; for a promise to meet, a meeting), contrary where material conflict "
    "comes first, open while the ledger does not cover the time. That a deed came after a vow does not say that it came because of it."
)
RELATION_CLAIMS: Final = (
    "What speakers claimed, hoped or foretold of the relation, beside the mean score over the {periods} periods before and after. "
    "The numbers say how the measure moved, not whether the speaker was right."
)

TIES: Final = (
    "A tie is all that passed between two states: its weight is the sum of the scores of their acts, cooperation above zero and "
    f"conflict below. An act counts once, however many papers tell it. {INTERVALS}"
)
BLOCS: Final = (
    "The two blocs are the division of the states that leaves the least weight of ties against it: friendly ties across, hostile ties "
    "within. Frustration is that weight over the weight of all ties, from 0 (balance) to 0.5. “Found there again”: of the draws of "
    "stories in which ties lead to the state, the share that put it in that bloc again; about half means that its side cannot be told."
)
STATES: Final = (
    "Share: of all interaction, each act counted for both sides. Eigenvector: high where a state deals with states that are themselves "
    "central. Betweenness: the share of shortest paths of cooperation between others that lead through a state; a broker has much of "
    "it. Constraint: low where a state’s partners do not deal with each other. Crossing: 0 where a state cooperates with one bloc "
    f"alone, 0.5 where with both alike. {INTERVALS}"
)
MAP: Final = "A circle for each state that it deals with, as large as their acts, blue for cooperation and orange for conflict."

POLES: Final = (
    "“As among equal states”: one over the sum of the squared shares of all states in all interaction. With 16, interaction is spread as "
    "if 16 states had equal parts in it; that does not say that there are 16 powers. The smaller, the more of it is with a few. (In the "
    "literature, the effective number of poles.) Each act counts for both of its states, so two alone make 2. "
    f"{INTERVALS} Where stories are few, the interval leans low."
)
SHAPE: Final = (
    "Polarization is four times the product of the two blocs’ shares of interaction, times the share of conflict in what passes "
    "between them: 0 with one bloc or friendly blocs, 1 with two equal hostile ones. Balance is the share of closed triads whose three "
    "signs multiply to plus (a friend’s friend, an enemy’s enemy). Frustration is the share of the weight of all ties that runs "
    f"against the best two blocs. {INTERVALS}"
)
ALIGNMENT: Final = (
    "The busiest states of a period are those with the largest shares, as many as the number of equal states above says. Tie: cooperation "
    "less conflict over both, from −1 to 1, of what passes between the two. Likeness: 1 where both treat third states alike, −1 where "
    f"opposite. The table lists {{period}}, each two states once; JSON and CSV have every period, and every state with each. {INTERVALS}"
)
ORDER_CLAIMS: Final = (
    "What speakers claimed or foretold of the order of states, beside the measure that bears on it: its value in the claim’s own "
    "period and in the next. The numbers say how the measure moved, not whether the speaker was right."
)
