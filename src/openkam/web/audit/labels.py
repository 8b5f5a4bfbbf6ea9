"""What the codes of the trail are called; one without a label is shown as it is."""

from typing import Final

from openkam.analysis.words import Text

ACTIONS: Final = {
    "sign_in": Text("Sign in", "登录"),
    "sign_out": Text("Sign out", "退出登录"),
    "denied": Text("Asked without the right", "越权访问"),
    "create_first_administrator": Text("Create the first administrator", "创建首位管理员"),
    "create_user": Text("Create a user", "新建用户"),
    "change_user": Text("Change a user", "修改用户"),
    "set_roles": Text("Set roles", "设置角色"),
    "set_manager": Text("Set a manager", "设置上级"),
    "deactivate_user": Text("Deactivate a user", "停用用户"),
    "reactivate_user": Text("Reactivate a user", "恢复用户"),
    "change_password": Text("Change the password", "修改密码"),
    "reset_password": Text("Give a new password", "重置密码"),
    "set_language": Text("Choose the language", "选择语言"),
    "set_theme": Text("Choose the theme", "选择外观"),
    "begin_second_factor": Text("Begin the second factor", "开始设置两步验证"),
    "confirm_second_factor": Text("Confirm the second factor", "启用两步验证"),
    "remove_second_factor": Text("Remove the second factor", "关闭两步验证"),
    "use_recovery_code": Text("Use a recovery code", "使用恢复码"),
    "end_session": Text("End a session", "结束会话"),
    "end_other_sessions": Text("End all other sessions", "结束其他会话"),
    "set_read_level": Text("Open or close a kind of record", "调整可见范围"),
    "export_audit": Text("Export the trail", "导出审计记录"),
    "rotate_audit_key": Text("Change the audit key", "更换审计密钥"),
    "announce_audit_key": Text("Announce a new audit key", "预告更换审计密钥"),
    "take_in_customers": Text("Take in customers", "导入客户"),
    "merge_accounts": Text("Merge accounts", "合并客户"),
    "undo_merge": Text("Undo a merge", "撤销合并"),
    "refuse_merge": Text("Refuse a merge", "驳回合并建议"),
    "assign_owner": Text("Assign the owner", "分配负责人"),
    "add_team_member": Text("Add to the account team", "加入客户团队"),
    "end_team_member": Text("Leave the account team", "移出客户团队"),
    "share_account": Text("Share an account", "共享客户"),
    "end_share": Text("End a share", "结束共享"),
    "override_tier": Text("Override a tier", "人工调整级别"),
    "withdraw_override": Text("Withdraw an override", "撤回人工调整"),
    "rate_account": Text("Rate an account", "人工评分"),
    "save_view": Text("Save a view", "保存视图"),
    "delete_view": Text("Delete a view", "删除视图"),
    "export_accounts": Text("Export accounts", "导出客户"),
    "grade_ledger": Text("Grade accounts", "客户分级"),
    "publish_run": Text("Publish grades", "发布分级结果"),
    "save_scheme": Text("Save a scheme", "保存分级方案"),
    "retire_scheme": Text("Retire a scheme", "停用分级方案"),
}

CHANNELS: Final = {
    "web": Text("browser", "浏览器"),
    "cli": Text("command line", "命令行"),
    "job": Text("job", "后台任务"),
}

KINDS: Final = {
    "user": Text("user", "用户"),
    "account": Text("account", "客户"),
    "address": Text("page", "页面"),
    "place": Text("network address", "网络地址"),
    "audit": Text("audit trail", "审计记录"),
    "run": Text("grading run", "分级批次"),
    "schemeversion": Text("scheme", "分级方案"),
    "scheme": Text("scheme", "分级方案"),
    "upload": Text("upload", "上传文件"),
    "session": Text("session", "会话"),
    "readlevel": Text("read level", "可见范围"),
    "savedview": Text("view", "视图"),
    "mergeproposal": Text("merge proposal", "合并建议"),
}


FIELDS: Final = {
    "login": Text("login", "登录名"),
    "name": Text("name", "名称"),
    "roles": Text("roles", "角色"),
    "reads_prices": Text("reads prices", "可查看价格"),
    "language": Text("language", "语言"),
    "theme": Text("theme", "外观"),
    "manager": Text("manager", "上级"),
    "owner": Text("owner", "负责人"),
    "since_date": Text("from", "起始日"),
    "until_date": Text("until", "截止日"),
    "expires_date": Text("expires", "到期日"),
    "is_active": Text("may sign in", "可登录"),
    "sessions": Text("sessions", "会话数"),
    "level": Text("level", "范围"),
    "right": Text("right", "权限"),
    "lines": Text("lines", "行数"),
    "filter": Text("filter", "筛选条件"),
    "tier": Text("tier", "级别"),
    "reason": Text("reason", "原因"),
    "key": Text("key", "密钥"),
}


def label(words: dict[str, Text], code: str) -> Text:
    """The label of a code."""
    return words.get(code, Text(code.replace("_", " "), code))
