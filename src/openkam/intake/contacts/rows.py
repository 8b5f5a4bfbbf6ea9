"""Which imports a viewer may see: his own; sales operations, who work on the whole company, all."""

from typing import Self

from openkam.core.access import Right, Role, Row_co, Rows, Viewer


class ContactImportRows(Rows[Row_co]):
    """Imports: another's may name accounts and people the viewer must not learn of."""

    def visible_to(self, viewer: Viewer) -> Self:
        """None without the right to import."""
        if not viewer.may(Right.IMPORT_CUSTOMERS):
            return self.none()
        return self.all() if Role.SALES_OPERATIONS in viewer.roles else self.filter(author=viewer.user)


class ImportedRowRows(Rows[Row_co]):
    """What an import wrote, seen with it."""

    POLICY_PATH = "batch"
