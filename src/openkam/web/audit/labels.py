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
    "take_in_customers": Text("Take in customers", "导入客户"),
    "rename_account": Text("Rename an account", "修改客户名称"),
    "propose_merge": Text("Propose a merge", "提出合并建议"),
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
    "export_rows": Text("Export the rows behind a figure", "导出指标明细"),
    "begin_upload": Text("Begin an upload", "开始上传"),
    "receive_upload": Text("Receive an upload", "完成上传"),
    "choose_reading": Text("Say how files are read", "设定文件读取方式"),
    "ask_publication": Text("Ask for publication", "提交发布"),
    "publish_upload": Text("Publish an upload", "发布上传数据"),
    "ask_cancellation": Text("Ask to cancel an upload", "申请取消上传"),
    "cancel_upload": Text("Cancel an upload", "取消上传"),
    "try_upload_again": Text("Try an upload again", "重试上传处理"),
    "sweep_uploads": Text("Clear away abandoned uploads", "清理搁置的上传"),
    "load_files": Text("Load files", "装载文件"),
    "roll_back_load": Text("Roll a load back", "撤回装载批次"),
    "ask_grading": Text("Ask for grades", "发起分级"),
    "grade_ledger": Text("Grade accounts", "客户分级"),
    "publish_run": Text("Publish grades", "发布分级结果"),
    "save_scheme": Text("Save a scheme", "保存分级方案"),
    "retire_scheme": Text("Retire a scheme", "停用分级方案"),
    "discard_draft": Text("Discard a draft of a scheme", "删除方案草稿"),
    "sweep_runs": Text("Clear away runs never published", "清理未发布的分级批次"),
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
    "scheme": Text("scheme", "分级方案"),
    "upload": Text("upload", "上传文件"),
    "readlevel": Text("read level", "可见范围"),
    "savedview": Text("view", "视图"),
    "mergeproposal": Text("merge proposal", "合并建议"),
    "batch": Text("load", "装载批次"),
    "ledger": Text("ledger", "账本"),
    "list": Text("list", "列表"),
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
    "state": Text("state", "状态"),
    "status": Text("state", "状态"),
    "files": Text("files", "文件"),
    "source": Text("source", "来源"),
    "accounts": Text("accounts", "客户"),
    "count": Text("number", "数量"),
    "codes": Text("customer codes", "客户编码"),
    "merged_into": Text("merged into", "并入"),
    "member": Text("team member", "团队成员"),
    "user": Text("user", "用户"),
    "may_write": Text("may change", "可修改"),
    "evidence": Text("evidence", "依据"),
    "for_team": Text("for the team", "团队可用"),
    "measure": Text("measure", "指标"),
    "rows": Text("rows", "行"),
    "scheme": Text("scheme", "分级方案"),
    "version": Text("version", "版本"),
    "published_at": Text("published", "发布时间"),
    "created": Text("new accounts", "新建客户"),
    "changed": Text("changed accounts", "更新客户"),
    "proposals": Text("merge proposals", "合并建议"),
}


BATCH: Final = "batch "
"""What a load is called in a change, before its number."""


def label(words: dict[str, Text], code: str) -> Text:
    """The label of a code; a load is `batch` with its number."""
    batch = code.removeprefix(BATCH)
    if batch != code:
        return Text("load {n}", "第 {n} 批").filled(n=batch)
    return words.get(code, Text(code.replace("_", " "), code))
