"""Every way a run can end badly. Each error knows its exit code, its stable code and the user's next step.

    JixiaoError                 70  E_BUG (raised only as one of the classes below)
    ├── UsageError               2  E_USAGE         arguments or settings
    ├── InputError               3  E_INPUT         the file cannot be read
    │   ├── MissingFileError     3  E_MISSING       no such file, or no permission
    │   ├── EmptyFileError       3  E_EMPTY         zero bytes, or no text at all
    │   ├── FileTypeError        3  E_TYPE          not a kind of file that is read here
    │   ├── CorruptFileError     3  E_CORRUPT       damaged beyond reading
    │   ├── NoPagesError         3  E_ZERO_PAGES    opens, but holds not one page
    │   ├── ChangedFileError     3  E_CHANGED       was written to while it was read
    │   ├── LimitError           3  E_LIMIT         larger than a named limit of the settings
    │   ├── SlowFileError        3  E_TIMEOUT       not read within the time that a file may take
    │   ├── CrashError           3  E_CRASH         the process that read it died
    │   └── EncryptedFileError   4  E_ENCRYPTED     needs a password
    ├── NoOcrError               5  E_NO_OCR        scanned, and no OCR engine works
    ├── ModelError               6  E_MODEL         the configured model failed
    └── OutputError              7  E_OUTPUT        the result cannot be written

`message` and `hint` are Chinese and are shown to the user; neither ever holds a secret.
"""

from __future__ import annotations

import errno
from typing import ClassVar


class JixiaoError(Exception):
    """Base of all expected failures: a Chinese message and a Chinese hint that names the next step."""

    exit_code: ClassVar[int] = 70
    code: ClassVar[str] = "E_BUG"
    default_hint: ClassVar[str] = "这是 jixiao 自身的缺陷，请把命令和出错的文件反馈给我们。"

    def __init__(self, message: str, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = self.default_hint if hint is None else hint


class UsageError(JixiaoError):
    """Arguments or settings do not make sense."""

    exit_code = 2
    code = "E_USAGE"
    default_hint = "用 jixiao --help 查看用法。"


class InputError(JixiaoError):
    """A file cannot be read."""

    exit_code = 3
    code = "E_INPUT"
    default_hint = "请检查文件后重试。"


class MissingFileError(InputError):
    """No such file, a folder, or no permission to read it."""

    code = "E_MISSING"
    default_hint = "请检查路径是否正确、是否有读取权限。"


class EmptyFileError(InputError):
    """Zero bytes, or not one readable character."""

    code = "E_EMPTY"
    default_hint = "请重新导出或重新扫描后再试。"


class FileTypeError(InputError):
    """The bytes are not of a kind that is read here."""

    code = "E_TYPE"
    default_hint = "支持 PDF（含扫描件）、Word、图片（PNG、JPEG、TIFF）、Markdown 和 UTF-8 / GB18030 文本。"


class CorruptFileError(InputError):
    """The file is damaged beyond reading."""

    code = "E_CORRUPT"
    default_hint = "请用原软件重新导出，或向报送单位索要完好的文件。"


class NoPagesError(InputError):
    """The file opens, but there is not one page in it."""

    code = "E_ZERO_PAGES"
    default_hint = "请用原软件打开看看，重新导出后再试。"


class ChangedFileError(InputError):
    """Somebody wrote to the file while it was read."""

    code = "E_CHANGED"
    default_hint = "请等文件复制或保存完毕后再试。"


class LimitError(InputError):
    """The file is larger, in some respect, than the settings allow."""

    code = "E_LIMIT"
    default_hint = "如果文件来源可靠，可以在 jixiao.toml 里调大相应的上限。"


class SlowFileError(InputError):
    """The file was not read within the time that one page, or one file, may take."""

    code = "E_TIMEOUT"
    default_hint = "如果文件来源可靠，可以调大 page_seconds 和 file_seconds；否则请重新导出或重新扫描。"


class CrashError(InputError):
    """The process that read the file died. The files after it go on in a new one."""

    code = "E_CRASH"
    default_hint = "这份文件有异常结构，请用原软件重新导出（打印成 PDF）后再试。"


class EncryptedFileError(InputError):
    """The file opens only with a password."""

    exit_code = 4
    code = "E_ENCRYPTED"
    default_hint = "请先用 PDF 或 Word 软件输入密码打开，再另存为不加密的文件。"


class NoOcrError(JixiaoError):
    """The file is a scan and no OCR engine works here."""

    exit_code = 5
    code = "E_NO_OCR"
    default_hint = "请安装 OCR 组件：pip install rapidocr onnxruntime，或提供带文字层的 PDF。"


class ModelError(JixiaoError):
    """The configured model failed and no rule-based result was asked for."""

    exit_code = 6
    code = "E_MODEL"
    default_hint = "可加 --engine rules 不用模型重试。"


class OutputError(JixiaoError):
    """The result cannot be written where it was asked for."""

    exit_code = 7
    code = "E_OUTPUT"
    default_hint = "请检查输出目录是否存在、磁盘是否已满、文件是否被占用。"


_REASONS = {
    errno.ENOENT: "没有这个文件夹或文件",
    errno.ENOTDIR: "路径中有一段不是文件夹",
    errno.EISDIR: "它是一个文件夹",
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.EROFS: "磁盘是只读的",
    errno.ENOSPC: "磁盘已满",
    errno.EDQUOT: "磁盘配额已满",
    errno.ELOOP: "符号链接绕成了圈",
    errno.ENAMETOOLONG: "路径太长",
    errno.EIO: "读写出错，磁盘或网络可能有问题",
    errno.ENXIO: "不是普通文件",
    errno.ENODEV: "不是普通文件",
    errno.EMFILE: "打开的文件太多",
    errno.EPIPE: "接收输出的程序已经退出",
}


def reason(error: Exception) -> str:
    """What the system says, in Chinese where it is one of the usual things."""
    said = _REASONS.get(getattr(error, "errno", None) or 0)
    return said or getattr(error, "strerror", None) or str(error)
