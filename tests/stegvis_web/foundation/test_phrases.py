"""The phrases of the frame: a screen reader can read what they write, and nothing typed becomes markup."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from html.parser import HTMLParser
from xml.etree import ElementTree
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django import forms
from django.template import engines
from django.test import RequestFactory
from django.utils import timezone, translation

from stegvis.casework.access import EmployerContact
from stegvis.casework.answers import Kind
from stegvis.casework.lifecycle import PlanState
from stegvis.casework.plan import Progress
from stegvis.casework.referral import ReferralState
from stegvis.foundation.viewer import NOBODY
from stegvis_web.foundation.icons import ICONS
from stegvis_web.foundation.phrases.frame import CHIP_ICONS
from tests.stegvis_web.foundation.gallery import GalleryForm

HOSTILE = "<script>alert(1)</script>\"'&"
REFUSAL = '{% include "foundation/refusal.html" %}'
ESCAPED = "&lt;script&gt;alert(1)&lt;/script&gt;"


def render(text: str, /, **context: object) -> str:
    request = RequestFactory().get("/")
    request.viewer = NOBODY  # type: ignore[attr-defined]
    return str(engines["jinja2"].from_string(text).render(context, request)).strip()


class Ids(HTMLParser):
    """The ids of a page, and the ids that it points to."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.pointed_to: set[str] = set()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name == "id":
                self.ids.append(value or "")
            elif name in {"for", "aria-describedby", "aria-labelledby"}:
                self.pointed_to.update((value or "").split())
            elif name == "href" and (value or "").startswith("#"):
                self.pointed_to.add((value or "")[1:])


class TestIcons:
    @pytest.mark.parametrize("name", ICONS)
    def test_are_drawings_hidden_from_screen_readers(self, name: str) -> None:
        drawn = ElementTree.fromstring(render("{{ icon(name) }}", name=name))
        assert drawn.get("aria-hidden") == "true"
        assert drawn.get("viewBox") == "0 0 24 24"
        assert len(drawn)

    def test_that_do_not_exist_are_noticed(self) -> None:
        with pytest.raises(KeyError):
            render('{{ icon("unicorn") }}')


class TestChips:
    @pytest.mark.parametrize("state", CHIP_ICONS)
    def test_are_an_icon_and_a_word(self, state: str) -> None:
        html = render("{{ chip(state, text) }}", state=state, text="A word")
        assert "<svg" in html
        assert html.endswith("A word</span>")

    @pytest.mark.parametrize("states", [Kind, PlanState, Progress, ReferralState, EmployerContact])
    def test_know_every_state_of_the_domain(self, states: type[Kind]) -> None:
        assert [state for state in states if state not in CHIP_ICONS] == []

    def test_of_no_state_are_a_word_alone(self) -> None:
        assert (
            render('{{ chip("plain", "Removed") }}') == '<span class="chip" data-state="plain">Removed</span>'
        )

    def test_escape_what_is_in_them(self) -> None:
        html = render("{{ chip(text, text) }}", text=HOSTILE)
        assert "<script" not in html
        assert html.count(ESCAPED) == 2


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Ingrid Solheim", "IS"),
        ("Åsa öhman", "ÅÖ"),
        ("Anna Maria af Geijerstam", "AG"),
        ("Elin", "E"),
        ("", "–"),
        ("   ", "–"),
        ("<b> &", "&lt;&amp;"),
    ],
)
def test_initials(name: str, letters: str) -> None:
    assert render("{{ name|initials }}", name=name) == letters


class TestDaysAndTimes:
    @pytest.fixture(autouse=True)
    def on_a_tuesday(self) -> Iterator[None]:
        with time_machine.travel(datetime(2026, 3, 10, 12, tzinfo=UTC), tick=False):
            yield

    @pytest.mark.parametrize(
        ("language", "this_year", "another"),
        [
            ("en", "10 March", "10 March 2024"),
            ("sv", "10 mars", "10 mars 2024"),
            ("nb", "10. mars", "10. mars 2024"),
        ],
    )
    def test_days_are_said_as_people_say_them(self, language: str, this_year: str, another: str) -> None:
        with translation.override(language):
            assert render("{{ day|day }}", day=date(2026, 3, 10)) == this_year
            assert render("{{ day|day }}", day=date(2024, 3, 10)) == another

    @pytest.mark.parametrize(
        ("at", "words"),
        [
            (datetime(2026, 3, 10, 7, 12, tzinfo=UTC), "today, 8:12"),
            (datetime(2026, 3, 9, 15, 40, tzinfo=UTC), "yesterday, 16:40"),
            (datetime(2026, 3, 8, 8, 5, tzinfo=UTC), "8 March, 9:05"),
            (datetime(2025, 12, 31, 22, 59, tzinfo=UTC), "31 December 2025, 23:59"),
        ],
    )
    def test_moments_are_in_the_services_time(self, at: datetime, words: str) -> None:
        with timezone.override(ZoneInfo("Europe/Stockholm")):
            assert render("{{ at|moment }}", at=at) == words

    def test_a_day_begins_at_midnight_of_the_service_not_of_utc(self) -> None:
        late = datetime(2026, 3, 9, 23, 30, tzinfo=UTC)
        with timezone.override(ZoneInfo("Europe/Stockholm")):
            assert render("{{ at|day }} {{ at|moment }}", at=late) == "10 March today, 0:30"
        with timezone.override(ZoneInfo("Europe/London")):
            assert render("{{ at|day }} {{ at|moment }}", at=late) == "9 March yesterday, 23:30"

    def test_paper_says_the_year_too(self) -> None:
        with timezone.override(ZoneInfo("Europe/Stockholm")):
            assert render("{{ printed_at() }}") == "10 March 2026, 13:00"

    def test_nothing_is_said_of_no_day(self) -> None:
        assert render("{{ day|day }}{{ day|moment }}{{ day|iso }}", day=None) == ""

    @pytest.mark.parametrize(
        ("left", "words"),
        [(6, "6 days left"), (1, "1 day left"), (0, "last day today"), (-1, "")],
    )
    def test_days_left(self, left: int, words: str) -> None:
        assert render("{{ left|days_left }}", left=left) == words


class TestFields:
    ALL = "{{ form_errors(form) }}{% for one in form %}{{ field(one) }}{% endfor %}"

    @pytest.mark.parametrize("data", [None, {}, {"name": HOSTILE, "words": HOSTILE}])
    def test_tie_label_hint_error_and_control_together(self, data: dict[str, str] | None) -> None:
        page = Ids(render(self.ALL, form=GalleryForm(data)))
        assert len(page.ids) == len(set(page.ids))
        assert page.pointed_to <= set(page.ids)

    def test_keep_what_was_typed_as_text(self) -> None:
        html = render(self.ALL, form=GalleryForm({"name": HOSTILE, "words": HOSTILE, "owner": "1"}))
        assert "<script" not in html
        assert html.count(ESCAPED) == 2
        assert '<option value="1" selected>' in html

    def test_that_are_wrong_say_so_beside_the_control(self) -> None:
        html = render("{{ field(form.name) }}", form=GalleryForm({}))
        assert 'class="field wrong"' in html
        assert 'aria-invalid="true"' in html
        assert 'aria-describedby="id_name_error"' in html
        assert re.search(r'<p class="error" id="id_name_error"><svg.*?</svg>Please fill this in.</p>', html)

    def test_escape_an_error_that_quotes_what_was_typed(self) -> None:
        form = GalleryForm({})
        form.full_clean()
        form.add_error("name", HOSTILE)
        form.add_error(None, HOSTILE)
        html = render(self.ALL, form=form)
        assert "<script" not in html
        assert html.count(ESCAPED) == 3  # beside the field, and twice at the top

    def test_of_several_choices_are_one_group_with_its_question(self) -> None:
        html = render('{{ field(form.who, big="yes") }}', form=GalleryForm())
        assert html.startswith("<fieldset")
        assert '<legend class="big">Vad säger du om planen?</legend>' in html
        assert html.count('<label class="choice"') == 2

    def test_say_how_much_room_there_is_only_where_it_is_little(self) -> None:
        form = GalleryForm()
        assert "At most 300 characters." in render("{{ field(form.short) }}", form=form)
        assert 'aria-describedby="id_short_helptext"' in render("{{ field(form.short) }}", form=form)
        assert "characters" not in render("{{ field(form.words) }}", form=form)

    def test_can_be_given_rows(self) -> None:
        assert 'rows="6"' in render("{{ field(form.words, rows=6) }}", form=GalleryForm())

    def test_leave_a_form_of_the_same_kind_alone(self) -> None:
        render("{{ field(form.words, rows=6) }}", form=GalleryForm())
        assert 'rows="6"' not in render("{{ field(form.words) }}", form=GalleryForm())


class TestTheSummaryOfErrors:
    def test_is_absent_when_nothing_is_wrong(self) -> None:
        assert render("{{ form_errors(form) }}", form=GalleryForm()) == ""

    def test_leads_to_each_field_and_of_choices_to_the_first(self) -> None:
        html = render("{{ form_errors(form) }}", form=GalleryForm({}))
        assert 'href="#id_who_0"' in html
        assert 'href="#id_parties_0"' in html
        assert 'href="#id_name"' in html

    def test_is_where_the_page_begins(self) -> None:
        html = render("{{ form_errors(form) }}", form=GalleryForm({}))
        assert 'role="alert" tabindex="-1" autofocus' in html


class TestWhatFormsSay:
    """Django's own fields in our words."""

    class Some(forms.Form):
        name = forms.CharField(max_length=5)
        email = forms.EmailField()
        one = forms.ChoiceField(choices=[("a", "A")])
        many = forms.MultipleChoiceField(choices=[("a", "A")])
        day = forms.DateField()
        sure = forms.BooleanField()

    def test_when_something_is_missing(self) -> None:
        said = {name: errors[0] for name, errors in self.Some({}).errors.items()}
        assert said == {
            "name": "Please fill this in.",
            "email": "Please fill this in.",
            "one": "Please choose.",
            "many": "Please choose.",
            "day": "Please fill this in.",
            "sure": "Please tick this.",
        }

    def test_when_something_is_wrong(self) -> None:
        form = self.Some(
            {"name": "too long", "email": "x", "one": HOSTILE, "many": [HOSTILE], "day": "x", "sure": "on"}
        )
        assert {name: errors[0] for name, errors in form.errors.items()} == {
            "name": "This has 8 characters. There is room for 5.",
            "email": "Write an address such as name@example.org.",
            "one": "That is no longer a choice. Choose again.",
            "many": "That is no longer a choice. Choose again.",
            "day": "Write a day.",
        }


def test_every_form_gets_a_key_of_its_own() -> None:
    keys = re.findall(
        r'<input type="hidden" name="form_key" value="([^"]+)">',
        render("{{ form_key(request) }}{{ form_key(request) }}"),
    )
    assert len(set(keys)) == 2


def test_a_refusal_is_shown_word_for_word_and_escaped() -> None:
    html = render(REFUSAL, refusal=HOSTILE)
    assert 'data-kind="problem"' in html
    assert ESCAPED in html
    assert render(REFUSAL) == ""


def test_somebody_elses_change_asks_for_attention_and_blames_nobody() -> None:
    assert 'data-kind="attention"' in render(
        '{% include "foundation/refusal.html" %}', refusal="Changed.", theirs=["x"]
    )


def test_time_goes_on_between_two_readings() -> None:
    now = timezone.now()
    with time_machine.travel(now, tick=False):
        assert render("{{ at|moment }}", at=now).startswith("today")
    with time_machine.travel(now + timedelta(days=1), tick=False):
        assert render("{{ at|moment }}", at=now).startswith("yesterday")
