"""What the web server calls."""

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver
from granian.utils.proxies import wrap_wsgi_with_proxy_headers

from openkam.config.hosts import trusted_proxies

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "openkam.config.settings")
application = wrap_wsgi_with_proxy_headers(get_wsgi_application(), trusted_hosts=trusted_proxies())
_SCREENS = get_resolver().url_patterns  # every screen, before the first page is asked for
# What stands now stays: the collector, which would go through all of it (70 ms) amid some page, passes it over.
gc.collect()
gc.freeze()
