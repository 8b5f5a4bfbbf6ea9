"""The editor says what `effect_of` says, refuses what is no scheme, and leads from a draft to grades in force."""

import re
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from django.test import Client

from openkam.analysis.words import Text
from openkam.core.problem import Problem
from openkam.insight.grading.models import Grade, Run, SchemeVersion
from openkam.insight.grading.run_scheme import scheme_of
from openkam.insight.grading.schemes import SHIPPED, load_scheme
from openkam.insight.grading.standing import standing_of, visible_mask
from openkam.insight.grading.what_if import effect_of
from openkam.ledger.folder import DataFolder
from openkam.records.users.models import User
from openkam.web.grading.editor.forms import normalised, number_of, tried
from openkam.web.grading.editor.pages import editor_page, tried_effect
from openkam.web.grading.schemes.sources import source_of
from openkam.web.grading.sight import arrays_of, sight_of
from tests.cast import as_viewer

People = dict[str, User]
LOWER = {"t.KEY": "40", "t.IMPORTANT": "30", "t.GENERAL": "20", "w.results": "80"}


def test_the_effect_is_that_of_the_scheme_on_the_accounts_somebody_sees(folder: DataFolder, people: People) -> None:
    viewer = as_viewer(people["wei"])
    sight = sight_of(viewer)
    assert sight is not None
    arrays = arrays_of(sight, folder)
    assert arrays is not None
    base = load_scheme("scorecard")
    found = tried_effect(base, LOWER, sight, arrays, "en")
    standing, run = standing_of(sight.run, folder), sight.run
    effect = effect_of(
        standing, tried(base, LOWER).scheme, scheme_of(run), before_places=standing.plain_place,
        shown=visible_mask(standing, viewer),
    )  # fmt: skip
    assert (found.up.count, found.down.count) == (len(effect.up), len(effect.down))
    assert found.up.count
    assert [one.key for one in found.up.first] == standing.account[effect.up[:20]].tolist()
    assert found.overlap.only_after == len(effect.became_key)
    assert (np.diff([one.money for one in found.up.first]) <= 0).all()
    assert found.total is not None


@pytest.mark.parametrize("name", SHIPPED)
def test_a_form_that_changes_nothing_stands_for_the_same_scheme(name: str, folder: DataFolder, people: People) -> None:
    viewer, base = as_viewer(people["ops"]), load_scheme(name)
    page = editor_page(viewer, source_of(viewer, name), folder=folder, language="en")
    given = {f"w.{one.code}": one.weight for one in page.criteria}
    for one in page.criteria:
        given[f"b.{one.code}"] = "ledger" if one.from_ledger else "fixed"
        given |= {f"b.{one.code}.{at}": step for at, step in enumerate(one.steps)}
    for cut in (*page.tiers, *page.conditions):
        given |= {cut.name: cut.number, f"{cut.name}.step": cut.step}
    given |= {f"g.{one.code}": one.tier for one in page.gates} | {"floor": page.floor, "floor_tier": page.floor_tier}
    kept = tried(base, given).scheme
    assert (kept.tiers, kept.gates, kept.coverage_floor) == (base.tiers, base.gates, base.coverage_floor)
    assert kept.criteria == base.criteria


def test_weights_are_shares_of_100_that_add_up() -> None:
    assert normalised([1, 1, 1]) == [33.34, 33.33, 33.33]
    assert sum(normalised([46.0, 10.0, 7.0, 0.0])) == pytest.approx(100)
    for weights in ([0.0, 0.0], [-1.0, 5.0]):
        with pytest.raises(Problem):
            normalised(weights)


@pytest.mark.parametrize("text", ["", "x", "nan", "inf", "1e999"])
def test_what_is_no_number_is_refused_by_name(text: str) -> None:
    with pytest.raises(Problem) as refused:
        number_of(text, Text("Growth", "增长"))
    assert "Growth" in refused.value.what.en


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({f"w.{one.code}": "0" for one in load_scheme("scorecard").criteria}, "No criterion has any weight"),
        ({"t.KEY": "10"}, "The cuts must fall from the best tier down"),
        ({"w.results": "much"}, "this is not a number"),
        ({"b.growth": "fixed", "b.growth.0": "50"}, "this is not a number"),
    ],
)
def test_the_panel_says_what_is_wrong(client: Client, people: People, given: dict[str, str], words: str) -> None:
    client.force_login(people["wei"])
    answer = client.post("/grading/schemes/scorecard/effect/", given)
    assert words in answer.content.decode()
    page = client.post("/grading/schemes/scorecard/editor/", given | {"do": "effect"})
    assert (page.status_code, words in page.content.decode()) == (422, True)


def test_without_script_the_page_shows_the_effect_and_keeps_what_was_typed(client: Client, people: People) -> None:
    client.force_login(people["wei"])
    told = client.post("/grading/schemes/scorecard/editor/", LOWER | {"do": "effect"}).content.decode()
    assert "effect-title" in told
    assert 'name="t.KEY" value="40"' in told


def test_without_a_note_it_is_said_at_the_top_and_at_the_note_and_nothing_is_lost(
    client: Client, people: People
) -> None:
    client.force_login(people["wei"])
    typed = LOWER | {"w.growth": "17", "o.growth": "1", "o.results": "0", "floor": "33", "do": "save", "note": ""}
    answer = client.post("/grading/schemes/scorecard/editor/", typed)
    told = answer.content.decode()
    assert answer.status_code == 422
    top, form = told.split('<form class="editor"')
    assert "Not saved yet: write what you changed, and why." in top
    assert 'href="#field-note"' in top
    note = form[form.index('id="field-note"') :]
    assert 'aria-invalid="true"' in note.split(">")[0]
    assert 'id="field-note-error"' in note
    for kept in ('name="t.KEY" value="40"', 'name="w.growth" value="17"', 'name="floor" value="33"'):
        assert kept in form
    assert "effect-title" in form, "the effect of what was typed still shows"
    assert form.count('<details class="points" open>') == 1
    assert form.index('<details class="points" open>') < form.index('name="o.growth" value="1"')
    assert SchemeVersion.objects.count() == 1


def test_sections_nobody_opened_are_closed_unless_something_in_them_is_another(client: Client, people: People) -> None:
    client.force_login(people["wei"])
    wrong = {"b.growth": "fixed", "b.growth.0": "50", "do": "effect"}
    for given, opened in ((LOWER | {"do": "save"}, 0), (wrong, 1), (wrong | {"o.growth": "0"}, 0)):
        told = client.post("/grading/schemes/scorecard/editor/", given).content.decode()
        assert told.count('<details class="points" open>') == opened
        assert told.count("data-fold") == len(load_scheme("scorecard").criteria)


def test_a_refusal_that_is_no_missing_note_leaves_the_note_alone(client: Client, people: People) -> None:
    client.force_login(people["wei"])
    answer = client.post(
        "/grading/schemes/scorecard/editor/", {"t.KEY": "10", "do": "save", "note": "fewer key accounts"}
    )
    told = answer.content.decode()
    assert answer.status_code == 422
    assert "The cuts must fall from the best tier down" in told
    assert told.index('role="alert"') < told.index('<form class="editor"')
    assert 'value="fewer key accounts"' in told
    assert "field-note-error" not in told


def test_counts_before_say_that_history_and_overrides_are_left_out(folder: DataFolder, people: People) -> None:
    sight = sight_of(as_viewer(people["wei"]))
    assert sight is not None
    arrays = arrays_of(sight, folder)
    assert arrays is not None
    base = load_scheme("scorecard")
    words = tried_effect(base, LOWER, sight, arrays, "en").left_out
    assert "history (2 reviews running) and overrides are left out" in words.en
    assert "不计历史（须连续两次复评）和人工调整" in words.zh
    at_once = replace(sight, scheme=replace(sight.scheme, reviews_running=1))
    words = tried_effect(base, LOWER, at_once, arrays, "en").left_out
    assert ": history and overrides are left out" in words.en


def test_the_sentence_stands_beside_the_counts(client: Client, people: People) -> None:
    client.force_login(people["wei"])
    told = client.post("/grading/schemes/scorecard/effect/", LOWER).content.decode()
    assert told.index("</svg>") < told.index("overrides are left out")


def test_a_text_is_checked_with_its_lines_before_it_is_kept(client: Client, people: People) -> None:
    client.force_login(people["cfo"])
    text = SchemeVersion.objects.latest("pk").text
    for wrong in (
        text.replace("weight = 46", "weight = 47"),
        text.replace('label = { en = "Small"', "label = { en = "),
    ):
        answer = client.post("/grading/schemes/text/", {"text": wrong, "do": "save"})
        assert (answer.status_code, "Line " in answer.content.decode()) == (422, True)
    assert SchemeVersion.objects.count() == 1
    other = text.replace('code = "scorecard"', 'code = "ours"')
    assert client.post("/grading/schemes/text/", {"text": other, "do": "check"}).status_code == 200
    assert SchemeVersion.objects.count() == 1
    assert client.post("/grading/schemes/text/", {"text": other, "do": "save"}).status_code == 302
    assert SchemeVersion.objects.latest("pk").code == "ours"


def test_from_a_turned_knob_to_grades_in_force(client: Client, own_folder: DataFolder) -> None:
    assert own_folder.path.is_dir()
    people = {user.login: user for user in User.objects.all()}
    client.force_login(people["lin"])
    editor = "/grading/schemes/scorecard/editor/"
    assert client.post(editor, LOWER | {"do": "save", "note": " "}).status_code == 422
    answer: Any = client.post(editor, LOWER | {"do": "save", "note": "more key accounts in the north"})
    version = SchemeVersion.objects.latest("pk")
    assert (version.number, version.state, answer["Location"]) == (2, "DRAFT", f"/grading/schemes/{version.pk}/")
    assert "more key accounts in the north" in client.get(f"/grading/schemes/{version.pk}/").content.decode()
    in_force = Run.objects.latest("number")
    assert client.post(f"/grading/schemes/{version.pk}/grading/").status_code == 302
    run = Run.objects.latest("number")
    assert (run.scheme_id, run.published_at) == (version.pk, None)
    assert run.pk != in_force.pk
    assert client.post(f"/grading/runs/{run.number}/publication/").status_code == 403
    client.force_login(people["ops"])
    told = client.get(f"/grading/runs/{run.number}/").content.decode()
    assert "Publishing puts these grades in force for everybody" in told
    assert client.post(f"/grading/runs/{run.number}/publication/").status_code == 302
    version.refresh_from_db()
    assert version.state == "PUBLISHED"
    assert f"/grading/schemes/{version.pk}/" in client.get("/grading/").content.decode()
    compared = client.get(f"/grading/runs/?before={in_force.number}&after={run.number}").content.decode()
    moved = Grade.objects.filter(run=run, tier="KEY").exclude(
        account__in=Grade.objects.filter(run=in_force, tier="KEY").values("account")
    )
    assert "weight of " in compared, "only the rule changed"
    assert not re.search(r"(?<![\d.,])(\d[\d.,%]*(?: \w+)?) → \1[ ,]", compared), "a figure stayed"
    assert all(f"/accounts/{account}/" in compared for account in moved.values_list("account", flat=True))
    assert client.post(f"/grading/schemes/{in_force.scheme_id}/retirement/").status_code == 302
    assert SchemeVersion.objects.get(pk=in_force.scheme_id).state == "RETIRED"
