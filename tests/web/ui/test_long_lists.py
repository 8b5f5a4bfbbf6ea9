"""Long lists are written in Python: escaped as a template would, the chosen option chosen."""

from openkam.analysis.words import Text
from openkam.web.ui.charts.chart import Row
from openkam.web.ui.long_lists import chart_rows, offered


def test_an_option_is_chosen_by_its_written_code_and_everything_is_escaped() -> None:
    found = offered("zh", [("", Text("all", "全部")), (12, "A & B"), ('"', "<b>")], "12")
    assert found == (
        '<option value="">全部</option>\n'
        '<option value="12" selected>A &amp; B</option>\n'
        '<option value="&#34;">&lt;b&gt;</option>\n'
    )
    assert offered("en", [("", Text("all", "全部"))], "x") == '<option value="">all</option>\n'


def test_a_line_of_a_chart_leads_where_there_is_something_behind_it() -> None:
    rows = [Row("<i>", ("1", "2%"), "/x/?a=1&b=2"), Row("B", ("3",))]
    assert chart_rows(rows) == (
        '<tr><th scope="row"><a href="/x/?a=1&amp;b=2">&lt;i&gt;</a></th>'
        '<td class="number">1</td><td class="number">2%</td></tr>'
        '<tr><th scope="row">B</th><td class="number">3</td></tr>'
    )
