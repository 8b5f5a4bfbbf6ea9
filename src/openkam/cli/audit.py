"""`openkam audit`: whether the trail is the one that was written, and its head to keep elsewhere."""

from typing import Annotated, Final

import typer

from openkam.analysis.words import Text
from openkam.cli.answer import say_json, say_table, wants_json
from openkam.cli.language import both
from openkam.cli.ledger_options import Data, Format, Lang, language_of
from openkam.cli.operator import operating
from openkam.core.audit.chain import Fault, FaultKind, Head
from openkam.core.problem import Problem

app = typer.Typer(
    add_completion=False,
    invoke_without_command=True,
    help=both("Check the audit trail; print its head to keep elsewhere.", "校验审计日志，输出可另行保存的链头"),
)

HEAD = both(
    "What `openkam audit head` printed earlier (SEQ:SEAL); may be given several times.",
    "此前 `openkam audit head` 的输出（序号:签章），可多次给出",
)
_FAULTS: Final = {
    FaultKind.CHANGED: Text("was changed", "内容被改动"),
    FaultKind.MISSING: Text("is missing", "缺失"),
    FaultKind.REORDERED: Text("is not where it was", "顺序被改动"),
    FaultKind.TRUNCATED: Text("and lines before it were cut off", "及其之前若干条被截去"),
    FaultKind.UNKNOWN_KEY: Text("is sealed with a key that is not here", "所用密钥不在本机"),
    FaultKind.REPLACED: Text("is another one than the head that was noted", "与已记录的链头不符"),
}
_HEADS: Final = (Text("Line", "序号"), Text("Fault", "问题"))


@app.callback()
def audit(context: typer.Context) -> None:
    """Show the page of help where no command is named."""
    if context.invoked_subcommand is None:
        from openkam.cli.help import help_page

        typer.echo(help_page(["audit"], language_of(None)))


@app.command(
    help=both("Find lines that were changed, removed, reordered or cut off.", "检查是否有改动、缺失、乱序或截断")
)
def verify(
    *,
    head: Annotated[list[str] | None, typer.Option("--head", metavar="SEQ:SEAL", help=HEAD)] = None,
    data: Data = None,
    answer_format: Format = "table",
    lang: Lang = None,
) -> None:
    """Check every line; exit code 1 where one is not as it was written."""
    language, as_json = language_of(lang), wants_json(answer_format)
    with operating(data):
        from openkam.core.audit.verifying import audit_faults, audit_head

        found, latest = list(audit_faults([_head(text) for text in head or []])), audit_head()
    if as_json:
        say_json({"lines": latest.seq if latest else 0, "faults": [_fault_object(fault) for fault in found]})
    elif found:
        say_table(_HEADS, [(str(fault.seq), _FAULTS[fault.kind].to(language)) for fault in found], language)
    else:
        typer.echo(
            Text("All {count} lines are as they were written.", "全部 {count} 条记录完好。")
            .filled(count=latest.seq if latest else 0)
            .to(language)
        )
    if found:
        raise typer.Exit(1)


@app.command(help=both("Print the head: note it elsewhere, verify against it later.", "输出链头，另行保存以便日后核对"))
def head(data: Data = None, answer_format: Format = "table", lang: Lang = None) -> None:
    """The latest line and its seal."""
    language, as_json = language_of(lang), wants_json(answer_format)
    with operating(data):
        from openkam.core.audit.verifying import audit_head

        latest = audit_head()
    if as_json:
        say_json({"seq": latest.seq if latest else 0, "seal": latest.seal if latest else None})
    elif latest is None:
        typer.echo(Text("Nothing was done yet.", "尚无任何记录。").to(language))
    else:
        typer.echo(str(latest))


@app.command("rotate-key", help=both("Seal with a new key from now on.", "从现在起改用新的签章密钥"))
def rotate(data: Data = None, answer_format: Format = "table", lang: Lang = None) -> None:
    """A new key; older lines keep theirs."""
    language, as_json = language_of(lang), wants_json(answer_format)
    with operating(data) as (viewer, now):
        from openkam.core.audit.actions import rotate_key

        line = rotate_key(viewer=viewer, now=now)
    if as_json:
        say_json({"key": line.object_key})
    else:
        words = Text("Lines are sealed with key {key} from now on.", "从现在起使用密钥 {key} 签章。")
        typer.echo(words.filled(key=line.object_key).to(language))


def _head(text: str) -> Head:
    from openkam.core.audit.keys import head_of

    found = head_of(text)
    if found is None:
        raise Problem(
            Text("This is no head of a trail.", "这不是审计日志的链头。"),
            remedy=Text("Give what `openkam audit head` printed.", "请给出 `openkam audit head` 的输出。"),
            value=text,
        )
    return found


def _fault_object(fault: Fault) -> dict[str, object]:
    return {"seq": fault.seq, "fault": fault.kind.value}
