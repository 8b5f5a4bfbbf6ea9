"""Files that were named on the command line: there, a file, and readable."""

import os
from pathlib import Path

from openkam.analysis.words import Text
from openkam.core.problem import Problem


def check_file(path: Path) -> None:
    """A problem where nothing can be read under this name."""
    if path.is_file() and os.access(path, os.R_OK):
        return
    if path.is_file():
        what = Text("The file cannot be read.", "文件无法读取。")
        remedy = Text("Give yourself the right to read it.", "请授予读取权限。")
    elif path.is_dir():
        what = Text("This is a folder, not a file.", "这是文件夹，不是文件。")
        remedy = Text("Name the files in it, for example {path}/*.csv.", "请指定其中的文件，例如 {path}/*.csv。")
        remedy = remedy.filled(path=str(path))
    else:
        what = Text("There is no such file.", "找不到这个文件。")
        remedy = Text("Check the name and the folder.", "请检查文件名和目录。")
    raise Problem(what, remedy=remedy, file=str(path))
