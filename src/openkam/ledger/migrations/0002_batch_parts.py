"""A batch has several files, which the manifest may name; a month may have several files too."""

import django.db.models.deletion
from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def move_paths(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    part = apps.get_model('ledger', 'BatchPart')
    for batch in apps.get_model('ledger', 'Batch').objects.all():
        part.objects.create(batch=batch, path=batch.path, sha256=batch.sha256)


class Migration(migrations.Migration):

    dependencies = [
        ('ledger', '0001_first'),
    ]

    operations = [
        migrations.CreateModel(
            name='BatchPart',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('path', models.CharField(max_length=200, unique=True)),
                ('sha256', models.CharField(max_length=64)),
                ('batch', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='parts', to='ledger.batch')),
            ],
        ),
        migrations.RunPython(move_paths, migrations.RunPython.noop),
        migrations.RemoveField(model_name='batch', name='path'),
        migrations.RemoveField(model_name='batch', name='sha256'),
        migrations.RemoveConstraint(model_name='publishedfile', name='one_live_file_a_month'),
    ]
