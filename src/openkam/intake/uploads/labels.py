"""What tables and columns are called on the screen."""

from typing import Final

from openkam.analysis.words import Text

TABLES: Final = {
    "invoice_lines": Text("Invoice lines", "发票明细"),
    "customers": Text("Customers", "客户资料"),
    "payments": Text("Payments", "回款"),
    "cost_to_serve": Text("Cost to serve", "服务成本"),
    "rates": Text("Currency rates", "汇率"),
}
COLUMNS: Final = {
    "invoice_number": Text("Invoice number", "发票号"),
    "line_number": Text("Line number", "行号"),
    "invoice_date": Text("Invoice date", "开票日期"),
    "customer_code": Text("Customer code", "客户编码"),
    "customer_name": Text("Customer name", "客户名称"),
    "product_code": Text("Product code", "产品编码"),
    "product_category": Text("Product category", "产品类别"),
    "quantity": Text("Quantity", "数量"),
    "unit_price": Text("Unit price", "单价"),
    "net_amount": Text("Net amount", "不含税金额"),
    "discount_amount": Text("Discount amount", "折扣金额"),
    "discount_rate": Text("Discount rate", "折扣率"),
    "cost_amount": Text("Cost amount", "成本金额"),
    "unit_cost": Text("Unit cost", "单位成本"),
    "gross_amount": Text("Amount with tax", "含税金额"),
    "tax_rate": Text("Tax rate", "税率"),
    "currency": Text("Currency", "币种"),
    "seller": Text("Seller", "业务员"),
    "branch": Text("Branch", "分公司"),
    "parent_code": Text("Parent code", "母公司编码"),
    "industry": Text("Industry", "行业"),
    "region": Text("Region", "区域"),
    "organisation_kind": Text("Kind of organisation", "组织类型"),
    "organisation_level": Text("Level of organisation", "组织层级"),
    "contract_kind": Text("Kind of contract", "合同类型"),
    "credit_limit_amount": Text("Credit limit", "信用额度"),
    "payment_terms_days": Text("Payment terms in days", "账期（天）"),
    "wallet_amount": Text("Wallet a year", "年采购总额"),
    "buying_structure": Text("Buying structure", "采购方式"),
    "branch_count": Text("Branches", "分支机构数"),
    "coverage_count": Text("Branches covered", "可覆盖机构数"),
    "product_fit": Text("Product fits", "产品匹配"),
    "method_fit": Text("Method fits", "合作方式匹配"),
    "value_fit_rating": Text("Fit with our value proposition, 0–10", "价值主张匹配度（0–10）"),
    "criteria_fit_rating": Text("Fit with their purchasing criteria, 0–10", "采购标准匹配度（0–10）"),
    "goal_rating": Text("Weight for our goals, 0–10", "目标重要性（0–10）"),
    "potential_rating": Text("Potential, 0–10", "发展潜力（0–10）"),
    "behaviour_rating": Text("Behaviour, 0–10", "合作行为（0–10）"),
    "influence_rating": Text("Influence in the market, 0–10", "市场影响力（0–10）"),
    "due_date": Text("Due date", "到期日"),
    "paid_date": Text("Paid date", "回款日期"),
    "amount": Text("Amount", "金额"),
    "cost_date": Text("Cost date", "发生日期"),
    "cost_kind": Text("Kind of cost", "成本类型"),
    "hours": Text("Hours", "工时"),
    "to_currency": Text("To currency", "目标币种"),
    "rate_date": Text("Rate date", "汇率日期"),
    "rate": Text("Rate", "汇率"),
}
STAGES: Final = {
    "open": Text("Opening", "打开文件"),
    "read": Text("Reading", "读取"),
    "check": Text("Checking", "检查"),
    "write": Text("Writing", "写入"),
    "publish": Text("Publishing", "发布"),
    "customers": Text("Taking customers in", "登记客户"),
    "measure": Text("Summing up", "汇总"),
    "grade": Text("Grading", "分级"),
}


def column_label(name: str) -> Text:
    """What a column is called."""
    return COLUMNS.get(name, Text(name, name))


def stage_label(code: str) -> Text:
    """What a stage of a job is called; blank while it waits."""
    return STAGES.get(code, Text(code, code))
