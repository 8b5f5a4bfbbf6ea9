"""The tables of a new database in one go: as they are today, not as they came to be."""

from typing import TYPE_CHECKING, Final, cast

from django.apps import apps
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.operations import RunPython, RunSQL
from django.db.migrations.state import ProjectState

if TYPE_CHECKING:
    from django.db.migrations.state import StateApps

_OWN: Final = "openkam."


def is_new(executor: MigrationExecutor) -> bool:
    """Whether this is a SQLite database in which nothing was ever made."""
    return connection.vendor == "sqlite" and not executor.loader.applied_migrations


def make_tables(executor: MigrationExecutor) -> None:
    """What all migrations together would make of an empty database, without its history: a tenth of the work.

    Every table is made in its latest shape; then our own migrations' steps in plain code and SQL follow, which make
    what is no model. Those of others only move rows, and there are none.
    """
    # SQLite lets go of foreign keys only outside a transaction, and all of this is one: a killed start leaves nothing.
    with connection.constraint_checks_disabled(), transaction.atomic():
        _make(executor)


def _make(executor: MigrationExecutor) -> None:
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    # The latest shape is that of the models themselves; to make it up from the history costs half of all this.
    state = ProjectState()
    state.apps = cast("StateApps", apps)
    executor.recorder.ensure_schema()
    with connection.schema_editor() as editor:
        for model in apps.get_models():
            if model._meta.managed and not model._meta.proxy:
                editor.create_model(model)
        for migration, _ in plan:
            if migration.__module__.startswith(_OWN):
                for step in migration.operations:
                    if isinstance(step, (RunPython, RunSQL)):
                        step.database_forwards(migration.app_label, editor, state, state)
    for migration, _ in plan:
        executor.recorder.record_applied(migration.app_label, migration.name)
