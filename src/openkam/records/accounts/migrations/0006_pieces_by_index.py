from django.db import migrations

from openkam.records.accounts.search_index import remake_on_postgresql


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0005_places_on_the_map'),
    ]

    operations = [
        migrations.RunPython(remake_on_postgresql, migrations.RunPython.noop),
    ]
