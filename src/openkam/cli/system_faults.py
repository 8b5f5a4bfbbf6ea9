"""What the operating system refuses, in the reader's language."""

import errno
import os
from typing import Final

from openkam.analysis.words import Text

_REASONS: Final = {
    errno.ENOENT: Text("there is no such file or folder", "文件或目录不存在"),
    errno.EACCES: Text("permission denied", "没有权限"),
    errno.EPERM: Text("permission denied", "没有权限"),
    errno.EISDIR: Text("it is a folder", "这是文件夹"),
    errno.ENOTDIR: Text("a part of its path is no folder", "路径中有一段不是文件夹"),
    errno.ENOSPC: Text("the disk is full", "磁盘已满"),
    errno.EDQUOT: Text("the disk quota is used up", "磁盘配额已用完"),
    errno.EROFS: Text("the disk is read-only", "磁盘只读"),
    errno.ENAMETOOLONG: Text("the name is too long", "文件名太长"),
    errno.EBUSY: Text("another program uses it", "正被其他程序占用"),
}


def system_reason(fault: OSError) -> Text:
    """Why the system refused: in both languages where it is a usual reason, else with the system's own words."""
    number = fault.errno or 0
    told = fault.strerror or os.strerror(number)
    return _REASONS.get(number, Text(told, f"系统错误{number}（{told}）"))
