"""What a PDF says: all that the page says, and every text as text, whatever was typed."""

import io
import os
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
import typst
from django.urls import reverse
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from recommendations.reports.exports import paper, pdf, typesetting
from tests.factories import hold, make_edition, shipped_edition
from tests.recommendations.pdfs import (
    CHECKSUM,
    GIVEN_AT,
    content,
    edition,
    letters,
    read,
    sentences,
    usual,
    with_words,
    words_of,
)
from tests.recommendations.profiles_at_random import filled
from tests.recommendations.reports import make_report

MARKUP = (
    '#eval("1+1")',
    '#image("/etc/passwd")',
    '#read("/etc/passwd")',
    '#include "report.typ"',
    '#import "@preview/cetz:0.3.0"',
    "$x^2$ $ sum_(i=1)^n $",
    "*bold* _emph_ `raw` ```typ #1+1```",
    "@ref <label> = Heading / Term: text",
    "- item + item [content] {code} \\u{41} \\# // comment /* comment */",
    '#sys.inputs.data #data #panic("x")',
    "https://example.com/?a=1&b=<script>alert(1)</script>",
    ']]) ))} "; #',
)


@pytest.mark.parametrize("seed", range(6))
def test_it_says_everything_that_the_page_is_told(seed):
    told = content(*filled(edition(), seed), notes={"repetitive_load": "Mostly on Mondays"})
    printed = words_of(read(told))
    told["page"]["answers"].pop("assumed", None)  # keys, which the answers say in words

    missing = [
        (name, text)
        for name, text in sentences(told["page"])
        if letters(text) not in printed and name not in SPOKEN | UNSAID
    ]

    assert missing == []


SENTENCE = 25  # characters from which on a text is one that somebody could find twice


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("seed", range(4))
def test_no_sentence_is_said_twice(seed, language):
    with translation.override(language):
        told = content(*filled(edition(), seed))
    printed = words_of(read(told))
    told["page"]["answers"].pop("assumed", None)
    texts = [text for name, text in sentences(told["page"]) if name not in SPOKEN | UNSAID]
    parts = [part for text in texts for part in re.split(r"(?<=[.?!])\s+", text)]
    said = {letters(part) for part in parts if len(part) >= SENTENCE and part.endswith(".")}
    # What the report itself says of two things, or within another sentence, stands there as often.
    joined = "\n".join(letters(text) for text in texts)

    twice = [text for text in said if printed.count(text) > joined.count(text)]

    assert len(said) > 50
    assert twice == []


# Said in the alternative text of a drawing, which is tested above; and what the page does not show either.
SPOKEN = {"title", "description"}
UNSAID = {"functions", "kind"}


class PageReader(HTMLParser):
    """The texts of a report's page, block by block, without what belongs to a screen alone."""

    BLOCKS = frozenset(("p", "li", "td", "th", "h1", "h2", "h3", "dt", "dd", "summary", "span.sub", "span.fw-normal"))
    # What only a screen needs, or says of a drawing; the eyebrow stands on the cover in other words.
    SCREEN = frozenset(
        (
            "nav",
            "svg",
            "form",
            "caption",
            "a.btn",
            "a.go-link",
            "section#copy",
            ".no-print",
            ".only-phone",
            ".visually-hidden",
            ".eyebrow",
            # Until the PDF begins with page one.
            ".calls",
            ".one",
            "h2",
        )
    )

    def __init__(self, page):
        super().__init__()
        self.texts = [""]
        self._within = []
        self.feed(page[page.index("<main") : page.index("</main>")])

    def handle_starttag(self, tag, attrs):
        if tag in ("input", "br", "img", "hr", "use", "path", "line", "rect", "circle"):
            return
        field = dict(attrs)
        classes = (field.get("class") or "").split()
        names = {tag, f"{tag}#{field.get('aria-labelledby')}", *(f".{one}" for one in classes)}
        names |= {f"{tag}.{one}" for one in classes}
        self._within.append(bool(names & self.SCREEN))
        if names & self.BLOCKS:
            self.texts.append("")

    def handle_endtag(self, tag):
        if tag in ("input", "br", "img", "hr", "use", "path", "line", "rect", "circle"):
            return
        self._within.pop()
        if tag in self.BLOCKS:
            self.texts.append("")

    def handle_data(self, data):
        if not any(self._within):
            self.texts[-1] += data


@pytest.mark.django_db
def test_it_says_what_the_page_says(client):
    report = make_report(make_edition(shipped_edition()), "payroll", "bookkeeping", token=hold(client))
    page = PageReader(
        client.get(reverse("recommendations:report", args=(report.pk,)), {"print": "all"}).content.decode()
    )
    printed = words_of(PdfReader(io.BytesIO(client.get(reverse("recommendations:pdf", args=(report.pk,))).content)))

    said = [text.strip() for text in page.texts if text.strip() and not re.match("Show (every|[0-9]+) ", text.strip())]

    assert len(said) > 150
    assert [text for text in said if letters(text) not in printed and text not in HEADS] == []


# Heads of the page's wide table, which the narrow one of the PDF does without: page one has them.
HEADS = {"Best fit", "Readiness", "Start small"}


def test_markup_stays_text():
    words = "\n".join(MARKUP)
    printed = words_of(read(with_words(usual(), organisation=MARKUP[0], note=words, function=words)))

    assert [one for one in MARKUP if printed.count(letters(one)) < 2] == []
    assert printed.count(letters(MARKUP[0])) > 4
    assert "root:x:0" not in printed


def test_a_template_of_somebody_elses_making_would_reach_no_file_outside_its_folder():
    for code in (
        '#read("/etc/passwd")',
        '#read("../base.html")',
        '#read("/base.html")',
        '#image("/etc/hostname")',
        '#include "../x.typ"',
    ):
        with pytest.raises(typst.TypstError, match=r"not found|escape the project root"):
            typesetting._compiler(pdf.TEMPLATES, ()).compile(input=code.encode())


def test_templates_are_alone_in_the_folder_that_can_be_read():
    assert {one.suffix for one in pdf.TEMPLATES.iterdir()} == {".typ"}


@pytest.mark.parametrize("template", sorted(pdf.TEMPLATES.iterdir()), ids=lambda path: path.name)
def test_a_template_takes_nothing_from_elsewhere(template):
    text = template.read_text().replace(f'#import "{pdf.COMMON}": *', "", 1)

    assert re.findall(r"@preview|\bimport\b|\binclude\b|\beval\(|\bread\(|\bimage\(|\bplugin\(", text) == []


@given(st.text(st.characters(codec="utf-8") | st.sampled_from('"\\#{}()\n\r')))
def test_no_text_ends_the_string_that_hands_it_to_the_template(text):
    parts = re.fullmatch(r'"((?:[^"\\]|\\["\\])*)"', typesetting.literal(text))

    assert parts is not None
    assert re.sub(r"\\(.)", r"\1", parts[1]) == text


def test_any_template_is_set_with_the_words_of_people(tmp_path, monkeypatch):
    monkeypatch.setattr(pdf, "TEMPLATES", tmp_path)
    (tmp_path / "note.typ").write_text(
        '#set document(title: "Note", date: auto)\n#set text(font: ("Noto Sans", "Noto Sans CJK SC"))\n#let data = json(bytes(values))\n#data.text'
    )

    printed = pdf.typeset_values("note.typ", {"text": '#panic("x") Ꮳᳩ "quoted" \\ 株式会社'}, GIVEN_AT)

    said = letters(PdfReader(io.BytesIO(printed)).pages[0].extract_text())
    assert said == letters('#panic("x") �� "quoted" \\ 株式会社')


SCRIPTS = {
    "Greek": "Επωνυμία εταιρείας",
    "Cyrillic": "Общество с ограниченной",
    "Hebrew": "חברה בעירבון מוגבל",
    "Arabic": "شركة ذات مسؤولية محدودة",
    "Devanagari": "प्राइवेट लिमिटेड",
    "Bengali": "প্রাইভেট লিমিটেড",
    "Tamil": "தனியார் நிறுவனம்",
    "Telugu": "ప్రైవేట్ లిమిటెడ్",
    "Kannada": "ಖಾಸಗಿ ನಿಯಮಿತ",
    "Malayalam": "സ്വകാര്യ കമ്പനി",
    "Gujarati": "પ્રાઇવેટ લિમિટેડ",
    "Gurmukhi": "ਪ੍ਰਾਈਵੇਟ ਲਿਮਿਟੇਡ",
    "Sinhala": "පුද්ගලික සමාගම",
    "Thai": "บริษัทจำกัด",
    "Lao": "ບໍລິສັດ ຈຳກັດ",
    "Khmer": "ក្រុមហ៊ុន",
    "Myanmar": "ကုမ္ပဏီ",
    "Ethiopic": "ኃላፊነቱ የተወሰነ",
    "Armenian": "Սահմանափակ",
    "Georgian": "შეზღუდული",
    "Vietnamese": "Công ty trách nhiệm hữu hạn",
    "Chinese": "有限责任公司",
    "Japanese": "株式会社、ありがとう",
    "Korean": "주식회사",
    "emoji": "🚀 📈 ✅",
}


def test_every_script_that_has_a_font_is_printed_without_a_hole():
    printed = words_of(read(with_words(usual(), note=" ".join(SCRIPTS.values()))))

    assert paper.REPLACEMENT not in printed


def test_scripts_that_are_set_letter_by_letter_are_read_back_as_they_were():
    plain = (
        "Greek",
        "Cyrillic",
        "Armenian",
        "Georgian",
        "Ethiopic",
        "Vietnamese",
        "Chinese",
        "Japanese",
        "Korean",
        "emoji",
    )
    printed = words_of(read(with_words(usual(), note=" / ".join(SCRIPTS[script] for script in plain))))

    assert [script for script in plain if letters(SCRIPTS[script]) not in printed] == []


def test_a_script_without_a_font_leaves_signs_and_breaks_no_page():
    printed = words_of(read(with_words(usual(), note="Before ᏣᎳᎩᎯ after")))

    assert letters("Before ���� after") in printed


PAGE = os.sysconf("SC_PAGESIZE")
FAR_EAST_BYTES = 30_000_000


def test_fonts_of_the_far_east_are_brought_in_only_by_a_text_that_needs_them():
    pdf.printer().stop()
    for note in ("once", "twice"):  # until it remembers what all reports share
        pdf.render(with_words(usual(), note=note), CHECKSUM)

    sizes = []
    for note in ("Ökologie", "Ökologie – naïve “quotes”", "株式会社"):
        pdf.render(with_words(usual(), note=note), CHECKSUM)
        sizes.append(Path(f"/proc/{pdf.printer().pid()}/statm").read_text().split()[1])
    first, again, far = (int(pages) * PAGE for pages in sizes)

    assert (again - first < FAR_EAST_BYTES / 2, far - again > FAR_EAST_BYTES / 2) == (True, True)


def test_ten_thousand_characters_are_all_there_and_stay_on_the_page():
    word = "abcdefghij" * 1000
    reader = read(with_words(usual(), note=word))

    assert letters(word) in words_of(reader)


def test_control_characters_and_marks_that_turn_the_direction_are_left_out():
    printed = words_of(read(with_words(usual(), note="one\x00two\x1b[31mthree\u202efour\u2066five")))

    assert "onetwo[31mthreefourfive" in printed


HOSTILE = st.text(
    st.characters(codec="utf-8") | st.sampled_from("#$*_`@<>=-+/\\[]{}()\"'~^&;:,.|%\n\t\u200d\u202e\u0301\u0941😀株ﷺ"),
    max_size=120,
)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(organisation=HOSTILE, note=HOSTILE, function=HOSTILE)
def test_no_text_breaks_a_page(organisation, note, function):
    printed = pdf.render(with_words(usual(), organisation=organisation, note=note, function=function), CHECKSUM)

    assert b"/StructTreeRoot" in printed


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text("#$*_`@<>=-+/\\[]{}()\"'~^&;:,.|%!? abcXYZ019äßñé", min_size=1, max_size=200))
def test_text_of_any_signs_is_read_back_as_it_was(note):
    assert letters(f"before {note} after") in words_of(read(with_words(usual(), note=f"before {note} after")))
