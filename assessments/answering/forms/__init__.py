"""What the pages of the answering path may send: the names and values of their fields, read and judged.

Field names are a contract that clients and tests may rely on.

Start page, `POST /assessments/`:
    company             without an account: the organisation's name, optional, at most 120 characters
    organisation, name  with an account: as for a claim; not asked of members of exactly one organisation

Choosing functions, `…/functions/`:
    functions           repeated: keys of the catalogue
    own_1 own_2 own_3   names of functions that are not in the catalogue, at most 80 characters
    confirm             “yes”: take out functions that have answers (the page asks first)

A step, `…/steps/<slug>/`:
    <question key>                   about the organisation
    <function key>--<question key>   about one function (one of the catalogue's keys, own_1, own_2 or own_3)
    <function key>--share            first step: how much time the function takes: 1, 2 or 4
    <function key>--confirmed        the step’s slug: what is usual for the function is so with them
    note--<question key>             an optional note, at most 1000 characters; one for all functions
    seen                             as the page gave it: what it showed as stored, as JSON

    The values are choice keys, “dont_know” and “not_applicable”; an empty value takes an answer back. Only what
    differs from `seen` is saved, so typical answers that a page shows as chosen are nobody’s until they are confirmed
    or changed. Without `seen` all that was sent is saved, and “older” below goes by `version`. With the header
    `HX-Request: true` the page stays open: what can be saved is, and the answer says what became of it.

Both pages also send:
    version             as the page gave it; 400 where it never was one
    action              “continue” leads on, also past what is open; “later” leads to the overview
    keep--<field>       answering a 409: “typed” or “stored”, for each field that two pages changed

Claim, `…/claim/`:
    organisation        the id of one of the user's organisations, or “new” with `name`

A second opinion, `…/second/`:
    person              whom to ask: a colleague’s id
    do                  “settle” with `mark` as the page gave it (an older one is answered with 409), or “withdraw”
    take--<place>       “second” takes the colleague’s answer over; anything else leaves the first one
    seen--<place>       both answers as the page showed them, for saying what changed meanwhile
    confirm             “yes”: withdraw (the page asks first)

A name that is not listed, a name given twice or a key of another edition is refused with 400. In every refusal
nothing is written.
"""

from assessments.answering.forms.base import UnreadableError
from assessments.answering.forms.functions import FunctionsForm
from assessments.answering.forms.plain import CompanyForm, OwnedForm
from assessments.answering.forms.step import StepForm

__all__ = ["CompanyForm", "FunctionsForm", "OwnedForm", "StepForm", "UnreadableError"]
