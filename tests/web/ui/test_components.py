"""Every component says what it is to eyes, ears and keys."""

from openkam.web.ui.paging import Pager, pager
from tests.web.ui.pieces import rendered


def test_a_tier_carries_a_shape_and_a_word() -> None:
    assert rendered('{{ c.tier("Key <", 0) }}') == (
        '<span class="tier t0"><span class="shape" aria-hidden="true">◆</span>Key &lt;</span>'
    )
    assert "no tier" in rendered('{{ c.tier("", none) }}')
    assert "▼" in rendered('{{ c.tier("Ninth", 8) }}')


def test_a_field_in_error_points_to_its_words() -> None:
    told = rendered(
        '{{ c.field("until", "Until", "2026", "date", hint="h", error="e", required=true, hx_post="/x/") }}'
    )
    assert 'for="field-until"' in told
    assert 'aria-invalid="true"' in told
    assert 'aria-describedby="field-until-error field-until-hint"' in told
    assert 'id="field-until-error"' in told
    assert " required" in told
    assert 'hx-post="/x/"' in told
    assert "optional" not in told
    assert "optional" in rendered('{{ c.field("a", "A") }}')


def test_a_value_cannot_leave_its_field() -> None:
    told = rendered("""{{ c.field("a", "A", '"><script>') }}{{ c.field("b", "B", "</textarea>", "textarea") }}""")
    assert "<script" not in told
    assert told.count("</textarea>") == 1


def test_the_chosen_option_is_selected_whatever_its_type() -> None:
    told = rendered('{{ c.select("s", "S", [(1, "one"), (2, "two")], "2") }}')
    assert '<option value="2" selected>two</option>' in told
    assert told.count("selected") == 1


def test_a_button_with_an_address_is_a_link() -> None:
    assert rendered('{{ c.button("Go", "primary", "/x/") }}') == '<a class="button primary" href="/x/">Go</a>'
    assert "disabled" in rendered('{{ c.button("Go", disabled=true) }}')


def test_a_figure_leads_to_its_explanation() -> None:
    told = rendered('{{ c.figure("Profit", 5, "gross_profit", account=7, run=3) }}')
    assert 'href="/explain/?measure=gross_profit&amp;run=3&amp;account=7"' in told or "account=7" in told
    assert 'hx-target="#explain-body"' in told
    assert "<a" not in rendered('{{ c.figure("Profit", 5) }}')


def test_a_sorted_column_says_so() -> None:
    told = rendered('{{ c.column("Sales", "down", "?sort=sales", true) }}')
    assert 'aria-sort="descending"' in told
    assert 'class="number"' in told


def test_progress_of_unknown_length_has_no_end() -> None:
    assert "max=" not in rendered("{{ c.progress(10, none) }}")
    assert '<progress max="100" value="10">' in rendered("{{ c.progress(10, 100) }}")


def test_only_an_error_interrupts_a_screen_reader() -> None:
    assert 'role="alert"' in rendered('{{ c.banner("error", "x", "y") }}')
    assert 'role="status"' in rendered('{{ c.banner("good", "x") }}')


def test_a_dialog_and_an_empty_page_hold_what_they_are_given() -> None:
    assert "<b>in</b>" in rendered('{% call c.dialog("d", "D") %}<b>in</b>{% endcall %}')
    assert 'href="/data/"' in rendered('{{ c.empty("None", "yet", "/data/", "Load") }}')


def test_pages_of_a_list() -> None:
    assert pager(2, 50, 120, "?page={}".format) == Pager(51, 100, 120, "?page=1", "?page=3")
    assert pager(1, 50, 20, str) == Pager(1, 20, 20)
    assert pager(99, 50, 120, str) == Pager(101, 120, 120, "2", "")
    assert pager(0, 50, 0, str) == Pager(0, 0, 0)
    assert rendered("{{ c.pager(p) }}", p=pager(1, 50, 0, str)) == ""


def test_a_chart_of_nothing_says_so() -> None:
    from openkam.web.ui.charts.bars import bars
    from tests.web.ui.charts.reading import LABELS

    told = rendered("{{ c.chart(x) }}", x=bars([], LABELS, unit="money", language="en"))
    assert "Nothing is known yet" in told
    assert "What it &lt;shows&gt;" in told
