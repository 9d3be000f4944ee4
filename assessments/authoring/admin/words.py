"""What the admin explains to an author beside the fields."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from assessments.edition import flow

SIGNALS: Final[dict[str, Promise]] = {
    "is_process": _("Subject: what is produced is a process"),
    "is_knowledge": _("Subject: what is produced is knowledge"),
    "is_technology": _("Subject: what is produced is technology"),
    "is_on_site": _("Subject: work by hand at a place; outside the three models"),
    "sets_apart": _("Edge: the work sets the company apart; at most “prepare first”, with “best skill” it stays"),
    "not_apart": _("Edge: the work sets nobody apart; with “best skill” it is a matter of price alone"),
    "best_skill": _("Skill: nobody does it better"),
    "good_skill": _("Skill: good enough; work outside that goes badly can come back"),
    "no_skill": _("Skill: nobody here can do it"),
    "in_time": _("Need: it gets done properly and in time"),
    "slips": _("Need: it waits or goes wrong"),
    "our_people": _("Today: our own people do it"),
    "outside_content": _("Today: an outside firm does it, to our content; it stays there"),
    "outside_trouble": _("Today: an outside firm does it badly; change the partner, bring it back or split it"),
    "woven_in": _("Ties: woven through other work; work outside that goes badly comes back"),
    "changes_at_once": _("Course: must change at once; work outside that goes badly comes back"),
    "answered_in_public": _("Course: answered for in public; work outside that goes badly comes back"),
    "offer_less": _("Offer: costs less than today"),
    "offer_more": _("Offer: was dearer, everything counted; stays in-house unless nobody here can do it"),
    "offer_never_asked": _("Offer: nobody asked; asking is the first action"),
    "fixed_steps": _("Program: the steps are fixed"),
    "program_exists": _("Program: with fixed steps, buying a program is a way out of its own"),
    "system_failing": _("System: out of date; adds a technology layer to BPO or KPO"),
    "system_breaks_down": _("System: breaks down; at most “prepare first”, and urgent"),
    "by_hand": _("System: none, the work is done by hand"),
    "in_heads": _("Work: in people’s heads; at most “prepare first”"),
    "written_down": _("Work: written down; a good place for a pilot"),
    "data_exposed": _("Protection: data lies open; delicate work waits at “prepare first”"),
    "personal_data": _("Data: personal or financial; adds conditions and comes later in the order of work"),
    "own_secrets": _("Data: the company’s secrets; adds conditions and comes later in the order of work"),
    "barred_by_law": _("Limit: the law forbids handing it over; stays in-house"),
    "kept_by_choice": _("Limit: the owner wants to keep it; stays in-house"),
    "stays_in_country": _("Limit: must stay in the country; decides the location"),
    "with_conditions": _("Limit: only with a consent or under conditions"),
    "coordination_hurts": _("Partner: coordination hurts; may speak for an integrated partner"),
    "lowest_cost": _("Location: lowest cost counts most"),
    "same_hours": _("Location: the same working hours are needed"),
    "local_language": _("Location: the local language is needed"),
    "anywhere": _("Location: may be anywhere"),
}
SIGNAL_CHOICES: Final = (("", _("No special meaning")), *((signal, SIGNALS[signal]) for signal in flow.SIGNALS))
ASKED: Final[dict[str, Promise]] = {
    flow.Scope.ORGANISATION.value: _("Once"),
    flow.Scope.FUNCTION.value: _("Each function"),
}

POSITION = _("Smaller numbers come first. Leave gaps, such as 10, 20, 30.")
WEIGHT = _("How much the answer counts: 1 a little, 3 usual, 5 most. At most two questions may have 5; 0 = no score.")
EVIDENCE = _(
    "Four whole numbers from -2 (speaks strongly against) over 0 (says nothing) to 2 (speaks strongly for). "
    "The fourth says whether the work should leave the company at all."
)
PRIOR = _("What the sources say before anybody answers: -2 speaks strongly against, 0 says nothing, 2 strongly for.")
HAND_OVER = _("Whether such work is handed over at all: -2 stays by its nature, 2 nearly everybody hands it over.")
COMMON = _("Stands first where functions are chosen, as work that many businesses hand over; at most ten are marked.")
TYPICAL = _("What nearly every owner would answer, to be confirmed: one line each, such as “volume = daily”.")
SKIPS = _("Keys of questions that make no sense about this work, one on each line.")
SUBJECT = _("The kind of trouble it is about. It then counts only for functions of that kind, and never for a model.")
REASON = _("One sentence the report says when this answer moves a score. Needed unless all four numbers are 0.")
SIGNAL = _("A meaning the rules act on, beside the score. Most answers have none.")
SHORT_ANSWER = _("For the table of functions, at most 28 characters. Empty: the answer itself.")
SHORT_NAME = _("Heads a column and names the question in reports; at most 40 characters.")
CONDITION = _("Leave empty to ask always. Otherwise choose answers of one other question.")
EXEMPT = _("Only where an answer must speak for all three models at once: say why.")
