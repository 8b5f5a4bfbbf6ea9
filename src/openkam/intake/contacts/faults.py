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
    "no_key": Reason(
        Text("The cell by which the account is known is blank.", "用于匹配客户的单元格为空。"),
        Text("Fill it, or choose another key above.", "请填写，或改选客户匹配依据。"),
    ),
    "unknown_superior": Reason(
        Text(
            "Nobody in post at this account is called so; the person is taken, the line is not.",
            "该客户在任人员中没有此上级；联系人已采用，汇报关系未采用。",
        ),
        Text(
            "Write the name as here, the e-mail, or add this person to the sheet.",
            "请按系统中的姓名或邮箱填写，或在表中补充此人。",
        ),
    ),
    "two_superiors": Reason(
        Text(
            "Several people at this account are called so; the person is taken, the line is not.",
            "该客户有多人同名；联系人已采用，汇报关系未采用。",
        ),
        Text(
            "Write name and department, such as Li Wei (Purchasing), or the e-mail.",
            "请写成“姓名（部门）”，如“李伟（采购部）”，或填写邮箱。",
        ),
    ),
    "own_superior": Reason(
        Text("Nobody reports to themselves.", "不能向自己汇报。"),
        Text("Name somebody else, or nobody.", "请填写他人，或留空。"),
    ),
    "superior_circle": Reason(
        Text(
            "These people would report to each other in a circle; none of the lines is taken.",
            "这些人的汇报关系首尾相接，均未采用。",
        ),
        Text("Correct one of the rows.", "请更正其中一行。"),
    ),
    "older_line": Reason(
        Text("A later superior is known already.", "系统中已有更晚的上级记录。"),
        Text("Check the date, or change the line on the people map.", "请核对日期，或在人脉图上调整。"),
    ),
    "bad_tie": Reason(
        Text("This is no tie.", "关系类型无法识别。"), Text("Influences, or conflict.", "请填写“影响”或“有矛盾”。")
    ),
    "unknown_other": Reason(
        Text("The other person is not known at this account.", "该客户没有此人。"),
        Text("Import this person first, or in the same file.", "请先导入此人，或放在同一文件中。"),
    ),
    "two_others": Reason(
        Text("Several people at this account are called so.", "该客户有多人同名。"),
        Text(
            "Write name and department, such as Li Wei (Purchasing), or the e-mail.",
            "请写成“姓名（部门）”，如“李伟（采购部）”，或填写邮箱。",
        ),
    ),
    "same_person": Reason(
        Text("A tie joins two people.", "关系需要两个人。"), Text("Name somebody else.", "请填写另一人。")
    ),
    "no_evidence": Reason(Text("The reason is missing.", "缺少依据。"), Text("Write what shows it.", "请写明依据。")),
    "not_yours_to_judge": Reason(
        Text(
            "Only those who work on the account write what stands between its people.",
            "只有负责该客户的人才能记录人员之间的关系。",
        ),
        Text("Ask its owner to send this row.", "请由客户负责人导入此行。"),
    ),
    "fall_without_reason": Reason(
        Text("The relation has become less close.", "关系等级下降了。"),
        Text("Write the reason.", "请填写依据。"),
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
