"""Rows of accounts: found by code, tax number or name, never by a guess."""

from collections.abc import Sequence
from typing import Any

from openkam.core.problem import Problem
from openkam.intake.contacts.every_fault import Check
from openkam.intake.contacts.known import KnownAccounts, account_key
from openkam.intake.contacts.plan import Keys, Outcome, Plan, RowFault, changed, short
from openkam.records.accounts.naming import plain_text
from openkam.records.archive.tax_numbers import checked

REGISTER = "cn.uscc"


class AccountBook:
    """The accounts of one file: those known, and those its rows make."""

    def __init__(self, plan: Plan, known: KnownAccounts, colleagues: dict[str, int], keys: Keys) -> None:
        self.plan, self.known, self.colleagues = plan, known, colleagues
        self._find = {
            "any": self._by_any,
            "code": self._by_code,
            "tax_number": self._by_tax_number,
            "name": self._by_name,
            "name_region": self._by_name_and_region,
        }[keys.account]
        self._rows: dict[int, dict[str, Any]] = {}

    def row(self, cells: dict[str, str]) -> Outcome:
        """What a row of accounts does. Raises RowFault where it is not taken."""
        account = self._find(cells)
        values = self._values(cells)
        if account is None:
            if not self.known.may_create:
                raise RowFault("unknown_account", _key_column(cells))
            account = self._create(cells, values)
            self._rows[account] = values
            return Outcome.CREATED
        if "account_name" in cells and account not in self.known.names.get(account_key(cells["account_name"]), ()):
            raise RowFault("other_account_name", "account_name")
        if account in self._rows:
            if any(value for name, value in values.items() if value and value != self._rows[account].get(name)):
                raise RowFault("repeated")
            return Outcome.UNCHANGED
        self._rows[account] = values
        change = changed(self.known.fields[account], values)
        if not change:
            return Outcome.UNCHANGED
        self.plan.account_changes[account] = change
        return Outcome.UPDATED

    def of(self, cells: dict[str, str]) -> int:
        """The account a row of people or relations names. Raises RowFault where it is not known."""
        account = self._find(cells)
        if account is None:
            raise RowFault("unknown_account", _key_column(cells))
        return account

    def found(self, cells: dict[str, str]) -> int | None:
        """The same without a fault."""
        try:
            return self._find(cells)
        except RowFault:
            return None

    def colleague(self, name: str) -> int | None:
        """The key of an active user by login or name."""
        return self.colleagues.get(plain_text(name).strip())

    def _by_any(self, cells: dict[str, str]) -> int | None:
        """By code, else by tax number, else by name; a code that is known must not be of an account of another name."""
        code, number, name = cells.get("account_code"), cells.get("tax_number"), cells.get("account_name")
        if code:
            found = self.known.codes.get(code)
            if found is not None:
                return found
            if not self.known.may_create:
                return None
        if number:
            return _one(self.known.taxes.get(number.replace(" ", "").upper(), set()), "tax_number")
        if name and not code:
            return _one(self.known.names.get(account_key(name), set()), "account_name")
        return None

    def _by_code(self, cells: dict[str, str]) -> int | None:
        return self.known.codes.get(_filled(cells, "account_code"))

    def _by_tax_number(self, cells: dict[str, str]) -> int | None:
        number = _filled(cells, "tax_number").replace(" ", "").upper()
        return _one(self.known.taxes.get(number, set()), "tax_number")

    def _by_name(self, cells: dict[str, str]) -> int | None:
        return _one(self.known.names.get(account_key(_filled(cells, "account_name")), set()), "account_name")

    def _by_name_and_region(self, cells: dict[str, str]) -> int | None:
        """Of several of a name the one in this region; a sheet that names no region must mean one by the name alone."""
        named = self.known.names.get(account_key(_filled(cells, "account_name")), set())
        if "region" in cells:
            region = plain_text(cells["region"])
            named = {one for one in named if plain_text(self.known.fields[one].get("region", "")) == region}
        return _one(named, "account_name")

    def _values(self, cells: dict[str, str]) -> dict[str, Any]:
        values: dict[str, Any] = {name: short(cells, name, 100) for name in ("industry", "region", "kind")}
        if "owner" in cells:
            values["owner_id"] = self.colleague(cells["owner"])
            if values["owner_id"] is None:
                raise RowFault("unknown_owner", "owner")
        return values

    def checks(self) -> Sequence[Check]:
        """What the cells of a row are asked beside what finds its account."""
        return self._values, self._new_one

    def _new_one(self, cells: dict[str, str]) -> None:
        if self.known.may_create and self.found(cells) is None:
            self._new(cells)

    def _create(self, cells: dict[str, str], values: dict[str, Any]) -> int:
        name, code, number = self._new(cells)
        key = self.plan.new_key()
        self.plan.accounts[key] = {"name": name, "code": code, "tax_number": number, **values}
        self.known.fields[key] = values
        if code:
            self.known.codes[code] = key
        if number:
            self.known.taxes.setdefault(number, set()).add(key)
        self.known.names.setdefault(account_key(name), set()).add(key)
        return key

    def _new(self, cells: dict[str, str]) -> tuple[str, str, str]:
        """Name, code and tax number of an account that is to be made."""
        name = short(cells, "account_name", 255)
        if not name:
            raise RowFault("no_account_name", "account_name")
        number = ""
        if "tax_number" in cells:
            try:
                number = checked(REGISTER, cells["tax_number"])
            except Problem:
                raise RowFault("bad_tax_number", "tax_number") from None
        code = short(cells, "account_code", 255)
        if code in self.known.codes:
            raise RowFault("two_accounts", "account_code")
        return name, code, number


def _filled(cells: dict[str, str], column: str) -> str:
    """The cell by which accounts are known here. Raises RowFault where it is blank."""
    if column not in cells:
        raise RowFault("no_key", column)
    return cells[column]


def _one(found: set[int], column: str) -> int | None:
    if len(found) > 1:
        raise RowFault("two_accounts", column)
    return next(iter(found), None)


def _key_column(cells: dict[str, str]) -> str:
    return next((name for name in ("account_code", "tax_number", "account_name") if name in cells), "account_name")
