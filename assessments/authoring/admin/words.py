"""What the admin explains to an author beside the fields."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from assessments.edition import flow

SIGNALS: Final[dict[str, Promise]] = {
    "sets_apart": _("Edge: the work sets the company apart; with “best skill” it stays in-house"),
    "best_skill": _("Skill: nobody does it better; with “sets apart” it stays in-house"),
    "system_failing": _("System: outdated or breaks down; adds a technology layer to BPO or KPO"),
    "written_down": _("Work: written and measured; a good place for a pilot"),
    "personal_data": _("Data: personal or financial; adds conditions and comes later in the order of work"),
    "own_secrets": _("Data: the company’s secrets; adds conditions and comes later in the order of work"),
    "barred_by_law": _("Limit: the law forbids handing it over; stays in-house"),
    "kept_by_choice": _("Limit: the owner wants to keep it; stays in-house"),
    "stays_in_country": _("Limit: must stay in the country; decides the location"),
    "many_vendors": _("Partner: three or more vendors now; may speak for an integrated partner"),
    "coordination_hurts": _("Partner: coordination hurts; may speak for an integrated partner"),
    "lowest_cost": _("Location: lowest cost counts most"),
    "same_hours": _("Location: the same working hours are needed"),
    "local_language": _("Location: the local language is needed"),
    "anywhere": _("Location: may be anywhere"),
    "project": _("Horizon: a one-off project; changes the suggested pricing"),
    "steady_horizon": _("Horizon: steady work; changes the suggested pricing"),
    "platform": _("Horizon: a platform to build on; changes the suggested pricing"),
    "pilot_ready": _("Readiness: could start a pilot now"),
    "pilot_not_ready": _("Readiness: can’t start a pilot yet"),
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
REASON = _("One sentence the report says when this answer moves a score. Needed unless all four numbers are 0.")
SIGNAL = _("A meaning the rules act on, beside the score. Most answers have none.")
SHORT_ANSWER = _("For the table of functions, at most 28 characters. Empty: the answer itself.")
SHORT_NAME = _("Heads a column and names the question in reports; at most 40 characters.")
CONDITION = _("Leave empty to ask always. Otherwise choose answers of one other question.")
EXEMPT = _("Only where an answer must speak for all three models at once: say why.")
