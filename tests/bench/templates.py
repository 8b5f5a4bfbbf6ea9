"""The experiment of the template engine: the same list of accounts by Django's templates and by Jinja2.

python -m tests.bench.templates [--rows 50] [--cells 12] [--runs 200]

Both have compiled templates in memory, as a server has after its first page; every figure goes through a filter, every
name is escaped. Prints the median and the worst CPU time of a page in milliseconds, the time to compile, and whether
both wrote the same page.
"""

import argparse
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import django
from django.conf import settings
from django.template import Context, Engine, Library

from openkam.core.figures import exact_money, money_in

NAMES = ("杭州港湾装备股份有限公司", "Northwind <Werkzeugbau> & Co. KG", "太行重钢")

CELL = """<td class="number{% if cell < 0 %} negative{% endif %}" title="{{ cell|exact }}">{{ cell|short }}</td>"""
HEAD = """<th><a href="/accounts/{{ row.id }}/">{{ row.name }}</a></th>"""
ROW = "<tr>" + HEAD + "{% for cell in row.cells %}CELL{% endfor %}</tr>"
JINJA = "<table>{% for row in rows %}" + ROW.replace("CELL", CELL) + "{% endfor %}</table>"
DJANGO = "{% load figures %}" + JINJA


def short(units: int) -> str:
    """As Chinese readers write it."""
    return money_in(units, "zh")


def plainly(units: int) -> str:
    """No figure of ours: what is left is the engine."""
    return str(units)


def timed(call: Callable[[], Any], runs: int) -> tuple[float, float]:
    """Median and worst CPU time of a call, in milliseconds, after one to warm up."""
    call()
    spent = []
    for _ in range(runs):
        begun = time.process_time()
        call()
        spent.append((time.process_time() - begun) * 1000)
    return statistics.median(spent), max(spent)


def engines(filters: dict[str, Callable[[int], str]]) -> dict[str, Callable[[str], Callable[[dict[str, Any]], str]]]:
    """Each engine as: source → (words → page)."""
    library = Library()
    for name, function in filters.items():
        library.filter(name, function)
    engine = Engine(builtins=["django.template.defaulttags"])
    engine.template_libraries["figures"] = library

    from openkam.web.ui.environment import environment

    ours = environment()
    ours.filters.update(filters)

    def by_django(source: str) -> Callable[[dict[str, Any]], str]:
        template = engine.from_string(source)
        return lambda words: str(template.render(Context(words)))

    return {"Django templates": by_django, "Jinja2": lambda source: ours.from_string(source).render}


def tell(words: str) -> None:
    """A line of the result."""
    sys.stdout.write(words + "\n")


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=50)
    parser.add_argument("--cells", type=int, default=12)
    parser.add_argument("--runs", type=int, default=200)
    asked = parser.parse_args()
    if not settings.configured:
        settings.configure()
        django.setup()
    rows = [
        {"id": i, "name": NAMES[i % 3], "cells": [(i * 7919 + j * 104729) * 10_007 - 10**9 for j in range(asked.cells)]}
        for i in range(asked.rows)
    ]
    for label, filters in (
        ("our filters", {"short": short, "exact": exact_money}),
        ("engine alone", {"short": plainly, "exact": plainly}),
    ):
        pages = {}
        for name, compiled in engines(filters).items():
            source = DJANGO if name.startswith("Django") else JINJA
            compiling = timed(lambda compiled=compiled, source=source: compiled(source), 20)[0]
            render = compiled(source)
            middle, worst = timed(lambda render=render: render({"rows": rows}), asked.runs)
            pages[name] = render({"rows": rows}).replace("&#x27;", "&#39;").replace("&quot;", "&#34;")
            tell(f"{label}: {name}: {middle:.2f} ms (worst {worst:.2f}), compiled in {compiling:.2f} ms")
        tell(f"{label}: the same page: {len(set(pages.values())) == 1}")
    source = (Path(__file__).parents[2] / "src/openkam/web/ui/components.html").read_text("utf-8")
    compile_parts = engines({})["Jinja2"]
    tell(f"components.html compiled in {timed(lambda: compile_parts(source), 10)[0]:.1f} ms")


if __name__ == "__main__":
    main()
