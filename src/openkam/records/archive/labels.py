"""What the codes of the archive are called."""

from collections.abc import Mapping
from typing import Final

from openkam.analysis.words import Text
from openkam.records.accounts.models import Alias
from openkam.records.archive.kinds import (
    BuyingStructure,
    DocumentKind,
    FieldKind,
    OrganisationKind,
    OrganisationLevel,
    Scope,
)

STRUCTURES: Final[Mapping[BuyingStructure, Text]] = {
    BuyingStructure.CENTRAL: Text("bought centrally", "集中采购"),
    BuyingStructure.FRAMEWORK: Text("framework agreement, called off locally", "框架协议，各地下单"),
    BuyingStructure.DISPERSED: Text("bought place by place", "分散采购"),
}
FIELD_KINDS: Final[Mapping[FieldKind, Text]] = {
    FieldKind.TEXT: Text("text", "文本"),
    FieldKind.NUMBER: Text("number", "数字"),
    FieldKind.DATE: Text("day", "日期"),
    FieldKind.CHOICE: Text("choice", "选项"),
    FieldKind.YES_NO: Text("yes or no", "是/否"),
}
DOCUMENTS: Final[Mapping[DocumentKind, Text]] = {
    DocumentKind.CONTRACT: Text("contract", "合同"),
    DocumentKind.OFFER: Text("offer", "报价/方案"),
    DocumentKind.MINUTES: Text("minutes", "会议纪要"),
    DocumentKind.REPORT: Text("report", "报告"),
    DocumentKind.OTHER: Text("other", "其他"),
}
ORGANISATIONS: Final[Mapping[OrganisationKind, Text]] = {
    OrganisationKind.ENTERPRISE: Text("company", "企业"),
    OrganisationKind.PUBLIC_BODY: Text("public body", "机关事业单位"),
    OrganisationKind.RESELLER: Text("reseller", "经销商"),
    OrganisationKind.PERSON: Text("private person", "个人"),
}
LEVELS: Final[Mapping[OrganisationLevel, Text]] = {
    OrganisationLevel.GROUP: Text("head of a group", "集团总部"),
    OrganisationLevel.NATIONAL: Text("national", "国家级"),
    OrganisationLevel.PROVINCIAL: Text("provincial", "省级"),
    OrganisationLevel.CITY: Text("city", "市级"),
    OrganisationLevel.COUNTY: Text("county", "县级"),
}
SCOPES: Final[Mapping[Scope, Text]] = {
    Scope.NETWORK: Text("whole network", "全网"),
    Scope.REGION: Text("one region", "区域"),
}
ALIASES: Final[Mapping[Alias.Kind, Text]] = {
    Alias.Kind.FORMER: Text("former name", "曾用名"),
    Alias.Kind.SHORT: Text("short name", "简称"),
    Alias.Kind.ENGLISH: Text("English name", "英文名"),
    Alias.Kind.BRAND: Text("brand", "品牌"),
}
