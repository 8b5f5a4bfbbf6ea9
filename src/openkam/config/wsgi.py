"""What the web server calls."""

import os

from django.core.wsgi import get_wsgi_application
from granian.utils.proxies import wrap_wsgi_with_proxy_headers

from openkam.config.hosts import trusted_proxies

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "openkam.config.settings")
application = wrap_wsgi_with_proxy_headers(get_wsgi_application(), trusted_hosts=trusted_proxies())
