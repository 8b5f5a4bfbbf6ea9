from itertools import islice

from django.db import migrations

from openkam.records.opportunities.search import deal_text

_AT_ONCE = 2000


def write_pieces(apps, schema_editor):
    """Of the opportunities that were written before there was a search for them."""
    text_rows = apps.get_model("opportunities", "DealText").objects
    deals = apps.get_model("opportunities", "Opportunity").objects.values_list("pk", "name", "category")
    rows = deals.order_by("pk").iterator(chunk_size=_AT_ONCE)
    while part := list(islice(rows, _AT_ONCE)):
        text_rows.bulk_create(
            [text_rows.model(opportunity_id=key, text=deal_text(name, category)) for key, name, category in part],
            batch_size=400,
        )


class Migration(migrations.Migration):

    dependencies = [
        ('opportunities', '0002_found_by_name'),
    ]

    operations = [
        migrations.RunPython(write_pieces, migrations.RunPython.noop),
    ]
