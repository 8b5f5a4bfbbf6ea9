from django.db import migrations

from openkam.records.accounts.search_index import make_search_index


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0001_initial'),
    ]

    operations = [
        migrations.RunPython(make_search_index, migrations.RunPython.noop),
    ]
