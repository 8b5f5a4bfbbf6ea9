"""Why a row of a sheet is not taken, and what to do about it, by code."""

from dataclasses import dataclass
from typing import Final

from openkam.analysis.words import Text


@dataclass(frozen=True)
class Reason:
    """What is wrong, and the remedy."""

    what: Text
    remedy: Text


@dataclass(frozen=True)
class Fault:
    """One row that is not taken: sheet and row as the file counts, the column (blank: the whole row), its value."""

    sheet: int
    row: int
    column: str
    value: str
    code: str


_CHECK_KEY: Final = Text(
    "Check code, tax number and name, or ask sales operations for the account.",
    "请核对编码、税号和名称，或请销售运营处理该客户。",
)
REASONS: Final = {
    "unknown_account": Reason(
        Text("The account is not known, or not yours to change.", "没有该客户，或您无权修改。"), _CHECK_KEY
    ),
    "two_accounts": Reason(
        Text("Several accounts fit, or code and name name two.", "有多个客户符合，或编码与名称指向不同客户。"),
        Text("Give the account code alone.", "请只填写客户编码。"),
    ),
    "other_account_name": Reason(
        Text("The code or number belongs to an account of another name.", "该编码或税号属于另一名称的客户。"),
        Text("Correct the row, or rename the account on its page.", "请更正此行，或在客户页面修改名称。"),
    ),
    "no_account_name": Reason(
        Text("A new account needs a name.", "新客户缺少名称。"), Text("Write its name.", "请填写名称。")
    ),
    "unknown_owner": Reason(
        Text("Nobody here has this login or name.", "系统中没有此登录名或姓名的用户。"),
        Text("Write the login of an active user.", "请填写在职用户的登录名。"),
    ),
    "no_name": Reason(Text("The name is missing.", "缺少姓名。"), Text("Write who it is.", "请填写姓名。")),
    "too_long": Reason(Text("The text is too long.", "文字过长。"), Text("Shorten it.", "请缩短。")),
    "bad_email": Reason(
        Text("This is no e-mail address.", "邮箱格式不正确。"),
        Text("One address, such as name@company.com, or nothing.", "请填写一个邮箱地址，或留空。"),
    ),
    "bad_phone": Reason(
        Text("This is no phone number.", "电话格式不正确。"),
        Text("One number, digits with blanks or dashes, or nothing.", "请填写一个号码，或留空。"),
    ),
    "bad_day": Reason(
        Text("This is no day.", "日期无法识别。"), Text("Write it as 2024-05-01.", "请写成 2024-05-01。")
    ),
    "day_ahead": Reason(
        Text("The day lies ahead.", "日期晚于今天。"), Text("Write the day it happened.", "请填写实际发生的日期。")
    ),
    "ends_before": Reason(
        Text("The post ends before it begins.", "离任日期早于到任日期。"), Text("Check both days.", "请核对两个日期。")
    ),
    "bad_level": Reason(
        Text("This is no level.", "层级无法识别。"),
        Text("Decision, management or execution level.", "请填写决策层、管理层或执行层。"),
    ),
    "bad_role": Reason(
        Text("This is no buying role.", "采购角色无法识别。"),
        Text(
            "Decider, technical gatekeeper, purchaser, user or influencer.",
            "请填写决策人、技术把关人、采购执行、使用者或影响者。",
        ),
    ),
    "bad_channel": Reason(
        Text("This is no channel.", "偏好渠道无法识别。"),
        Text("Phone, mail, chat or visit.", "请填写电话、邮件、微信或拜访。"),
    ),
    "bad_language": Reason(
        Text("This language is not known here.", "语言无法识别。"), Text("Such as zh or en.", "例如中文或英文。")
    ),
    "bad_relation": Reason(
        Text("This is no relation.", "关系程度无法识别。"),
        Text("0 outsider, 1 business, 2 friend, 3 partner.", "请填写 0 局外人、1 业务关系、2 朋友、3 伙伴。"),
    ),
    "private": Reason(
        Text(
            "The text holds the number of a card or a mobile phone, or speaks of an improper benefit.",
            "文字含证件号、银行卡号或手机号，或涉及不正当利益。",
        ),
        Text("Take it out; a phone has its own column.", "请删去；电话请填在电话列。"),
    ),
    "two_people": Reason(
        Text("Several people known here fit this row.", "已有多位联系人符合此行。"),
        Text("Merge them first, or add e-mail or phone as the key.", "请先合并重复联系人，或改用邮箱、电话匹配。"),
    ),
    "other_name": Reason(
        Text("This e-mail or phone belongs to somebody of another name.", "该邮箱或电话属于另一姓名的联系人。"),
        Text("Correct the name, or leave the address out.", "请更正姓名，或删去该联系方式。"),
    ),
    "repeated": Reason(
        Text("An earlier row says something else of the same.", "前面的行对同一对象有不同内容。"),
        Text("Keep one of the two rows.", "请只保留一行。"),
    ),
    "unknown_person": Reason(
        Text("This person is not known at this account.", "该客户没有此联系人。"),
        Text("Import the person first, or in the same file.", "请先导入联系人，或放在同一文件中。"),
    ),
    "unknown_colleague": Reason(
        Text("Nobody here has this login or name.", "系统中没有此登录名或姓名的同事。"),
        Text("Write the login of a colleague.", "请填写同事的登录名。"),
    ),
    "bad_tax_number": Reason(
        Text("The tax number cannot be right.", "统一社会信用代码不正确。"),
        Text("Eighteen signs, as on the licence.", "请按营业执照填写十八位代码。"),
    ),
}
