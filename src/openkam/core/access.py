"""Who may see what: the viewer, his rights, the classes of fields, and the one way to rows.

Mechanism only: who manages whom and who is in which team is known by `records`.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, ClassVar, Final, Generic, Self, TypeVar

from django.db import models

from openkam.analysis.words import Text

Row_co = TypeVar("Row_co", bound=models.Model, covariant=True)


class Role(StrEnum):
    """What a user is in the seller's organisation; a user may be several."""

    SELLER = "SELLER"
    MANAGER = "MANAGER"
    SALES_OPERATIONS = "SALES_OPERATIONS"
    FINANCE = "FINANCE"
    COMPLIANCE = "COMPLIANCE"
    ADMINISTRATOR = "ADMINISTRATOR"


ROLE_LABELS: Final = {
    Role.SELLER: Text("Seller", "销售"),
    Role.MANAGER: Text("Sales manager", "销售经理"),
    Role.SALES_OPERATIONS: Text("Sales operations", "销售运营"),
    Role.FINANCE: Text("Finance", "财务"),
    Role.COMPLIANCE: Text("Compliance", "合规"),
    Role.ADMINISTRATOR: Text("Administrator", "系统管理员"),
}


class Right(StrEnum):
    """What somebody may do; a route, a command and an action name the right they need."""

    SIGNED_IN = "SIGNED_IN"
    SEE_ACCOUNTS = "SEE_ACCOUNTS"
    EXPORT_ACCOUNTS = "EXPORT_ACCOUNTS"
    ASSIGN_ACCOUNTS = "ASSIGN_ACCOUNTS"
    MATCH_ACCOUNTS = "MATCH_ACCOUNTS"
    RATE_ACCOUNTS = "RATE_ACCOUNTS"
    OVERRIDE_TIERS = "OVERRIDE_TIERS"
    TRY_SCHEMES = "TRY_SCHEMES"
    PUBLISH_GRADES = "PUBLISH_GRADES"
    LOAD_DATA = "LOAD_DATA"
    MANAGE_USERS = "MANAGE_USERS"
    READ_AUDIT = "READ_AUDIT"
    RECORD_CUSTOMERS = "RECORD_CUSTOMERS"
    IMPORT_CUSTOMERS = "IMPORT_CUSTOMERS"
    PROTECT_PERSONS = "PROTECT_PERSONS"
    SET_FLAG_LIMITS = "SET_FLAG_LIMITS"


RIGHT_LABELS: Final = {
    Right.SIGNED_IN: Text("signed in", "已登录"),
    Right.SEE_ACCOUNTS: Text("see accounts", "查看客户"),
    Right.EXPORT_ACCOUNTS: Text("export accounts", "导出客户"),
    Right.ASSIGN_ACCOUNTS: Text("assign accounts", "分配客户"),
    Right.MATCH_ACCOUNTS: Text("match accounts", "合并客户"),
    Right.RECORD_CUSTOMERS: Text("record customers", "记录客户情况"),
    Right.IMPORT_CUSTOMERS: Text("import customers", "批量导入客户资料"),
    Right.PROTECT_PERSONS: Text("protect persons", "个人信息保护"),
    Right.SET_FLAG_LIMITS: Text("set flag limits", "设定预警阈值"),
    Right.RATE_ACCOUNTS: Text("rate accounts", "评分"),
    Right.OVERRIDE_TIERS: Text("override tiers", "调整等级"),
    Right.TRY_SCHEMES: Text("try schemes", "试算方案"),
    Right.PUBLISH_GRADES: Text("publish grades", "发布分级"),
    Right.LOAD_DATA: Text("load data", "导入数据"),
    Right.MANAGE_USERS: Text("manage users", "管理用户"),
    Right.READ_AUDIT: Text("read audit", "查看审计"),
}
_SALES: Final = frozenset({Role.SELLER, Role.MANAGER, Role.SALES_OPERATIONS})
_BUSINESS: Final = _SALES | {Role.FINANCE, Role.COMPLIANCE}
RIGHTS: Final[dict[Right, frozenset[Role]]] = {
    Right.SIGNED_IN: frozenset(Role),
    Right.SEE_ACCOUNTS: _BUSINESS,
    Right.EXPORT_ACCOUNTS: _BUSINESS,
    Right.ASSIGN_ACCOUNTS: frozenset({Role.MANAGER, Role.SALES_OPERATIONS}),
    Right.MATCH_ACCOUNTS: frozenset({Role.SALES_OPERATIONS}),
    Right.RATE_ACCOUNTS: _SALES,
    Right.OVERRIDE_TIERS: frozenset({Role.MANAGER, Role.SALES_OPERATIONS}),
    Right.TRY_SCHEMES: frozenset({Role.MANAGER, Role.SALES_OPERATIONS, Role.FINANCE}),
    Right.PUBLISH_GRADES: frozenset({Role.SALES_OPERATIONS}),
    Right.LOAD_DATA: frozenset({Role.SALES_OPERATIONS, Role.FINANCE}),
    Right.MANAGE_USERS: frozenset({Role.ADMINISTRATOR}),
    Right.READ_AUDIT: frozenset({Role.COMPLIANCE}),
    Right.RECORD_CUSTOMERS: _SALES,
    Right.IMPORT_CUSTOMERS: frozenset({Role.MANAGER, Role.SALES_OPERATIONS}),
    Right.PROTECT_PERSONS: frozenset({Role.COMPLIANCE}),
    Right.SET_FLAG_LIMITS: frozenset({Role.MANAGER, Role.SALES_OPERATIONS}),
}


class FieldClass(StrEnum):
    """How confidential a field is; who may not read it may not filter, sort, sum or export by it either."""

    COMPANY = "COMPANY"
    TEAM = "TEAM"
    PRICE = "PRICE"
    PERSON = "PERSON"
    CONTACT = "CONTACT"
    INTEL = "INTEL"
    COACH = "COACH"
    RESTRICTED = "RESTRICTED"


@dataclass(frozen=True)
class Viewer:
    """On whose behalf something is read, and on which day.

    user      key of the user
    roles     his roles today
    readable  the classes of fields he may read
    opened    kinds of records the company opened to everybody who may see them
    """

    user: int
    name: str
    roles: frozenset[Role]
    readable: frozenset[FieldClass]
    today: date
    opened: frozenset[str] = frozenset()

    def may(self, right: Right) -> bool:
        """Whether one of his roles carries the right."""
        return bool(self.roles & RIGHTS[right])

    def reads(self, kind: FieldClass) -> bool:
        """Whether he may read fields of this class."""
        return kind in self.readable

    @property
    def reads_all_accounts(self) -> bool:
        """Sales operations, finance and compliance work on the whole company."""
        return bool(self.roles & {Role.SALES_OPERATIONS, Role.FINANCE, Role.COMPLIANCE})


class Denied(Exception):
    """The viewer may not do this; the door answers 403 and nothing was changed."""

    def __init__(self, right: Right) -> None:
        super().__init__(right.value)
        self.right = right


def require(viewer: Viewer, right: Right) -> None:
    """Every action begins with this.

    Raises Denied.
    """
    if not viewer.may(right):
        raise Denied(right)


class Rows(models.QuerySet[Row_co], Generic[Row_co]):
    """Rows of a record; `visible_to` is the one way to them for a door.

    A record with rules of its own overrides `visible_to`; a child names in `POLICY_PATH` the foreign key of its root.
    """

    POLICY_PATH: ClassVar[str] = ""

    def visible_to(self, viewer: Viewer) -> Self:
        """The rows the viewer may see, and no trace of the others."""
        roots: Any = related_rows(self.model, self.POLICY_PATH)
        return self.filter(**{f"{self.POLICY_PATH}__in": roots.visible_to(viewer).values("pk")})


def related_rows(model: type[models.Model], relation: str) -> models.QuerySet[Any, Any]:
    """All rows of the model at the other end of a relation, for a rule that must not import that model."""
    field: Any = model._meta.get_field(relation)
    rows: models.QuerySet[Any, Any] = field.related_model._default_manager.all()
    return rows
