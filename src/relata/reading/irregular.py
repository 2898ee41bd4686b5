"""Past forms of irregular verbs, which neither rules nor the treebanks tell.

In: nothing. Out: `IRREGULAR`. Left out: forms that are also another verb's own ("lay", "wound", "ground", "resent").
"""

from __future__ import annotations

from typing import Final

_FORMS = """
arise arose arisen; awake awoke awoken; bear borne; beat beaten; befall befell befallen; behold beheld; beset beset; bite bit bitten;
bleed bled; burn burnt; cling clung; dream dreamt; drink drunk; fling flung; forbid forbade forbidden; foresee foresaw foreseen;
foretell foretold; forgive forgave forgiven; forsake forsook forsaken; freeze froze frozen; hamstring hamstrung; kneel knelt; leap leapt;
lend lent; lie lain; mislead misled; mistake mistook mistaken; misunderstand misunderstood; mow mown; outdo outdid outdone;
outgrow outgrew outgrown; overcome overcame; overhear overheard; overlay overlaid; override overrode overridden; overrun overran;
oversee oversaw overseen; overtake overtook overtaken; overthrow overthrew overthrown; partake partook partaken; redo redid redone;
redraw redrew redrawn; repay repaid; resell resold; retake retook retaken; rethink rethought; rewrite rewrote rewritten; ring rang rung;
rise rose risen; sew sewn; shake shook shaken; shine shone; shrink shrank shrunk; sing sang sung; slay slew slain; slide slid; speed sped;
spin spun; spit spat; spring sprang sprung; sting stung; stride strode stridden; string strung; strive strove striven; swear swore sworn;
swell swollen; swim swam swum; tear tore torn; tread trod trodden; undergo underwent undergone; undo undid undone; unwind unwound;
uphold upheld; waylay waylaid; weave wove woven; weep wept; withstand withstood; wring wrung
"""

# Lower-case past form or participle to infinitive.
IRREGULAR: Final[dict[str, str]] = {form: verb for verb, *forms in (row.split() for row in _FORMS.split(";")) for form in forms}
