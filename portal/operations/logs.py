"""One line of JSON per request, warning or slow query: no texts of people, no secrets.

A request is named by its route, never by its path: paths hold one-time links and feed keys. Of an
error its kind and place are kept, not its words: databases quote the values they refuse.
"""

import json
import logging
import time
from datetime import UTC, datetime
from traceback import format_tb

from django.conf import settings
from django.db import connection

from portal.audit.origin import current_origin

requests = logging.getLogger("portal.requests")
slow_queries = logging.getLogger("portal.slow_queries")
FIELDS = ("route", "method", "status", "milliseconds", "queries", "sql")


class JsonFormatter(logging.Formatter):
    """Times in UTC; ``request`` is the incident number that the person saw."""

    def format(self, record):
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": _message(record),
            "request": current_origin().request_id,
        }
        line |= {name: getattr(record, name) for name in FIELDS if hasattr(record, name)}
        if record.exc_info:
            kind, _error, trace = record.exc_info
            line["exception"] = kind.__name__
            line["trace"] = format_tb(trace)
        return json.dumps({key: value for key, value in line.items() if value != ""})


def _message(record) -> str:
    """Django's own lines name the path: their first word is enough, the route stands elsewhere."""
    if record.name == "django.request" and record.args:
        return str(record.args[0])
    return record.getMessage()


class RequestLogMiddleware:
    """Must stand behind the one that knows where the request comes from."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        watch = QueryWatch()
        began = time.perf_counter()
        with connection.execute_wrapper(watch):
            response = self.get_response(request)
        match = request.resolver_match
        fields = {
            "route": match.view_name or match.route if match else "",
            "method": request.method,
            "status": response.status_code,
            "milliseconds": round((time.perf_counter() - began) * 1000),
            "queries": watch.count,
        }
        requests.info("answered", extra=fields)
        return response


class QueryWatch:
    """Counts the queries of a request and reports those that take too long, without values."""

    def __init__(self):
        self.count = 0

    def __call__(self, execute, sql, params, many, context):
        self.count += 1
        began = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            milliseconds = round((time.perf_counter() - began) * 1000)
            if milliseconds >= settings.SLOW_QUERY_MILLISECONDS:
                fields = {"sql": sql, "milliseconds": milliseconds}
                slow_queries.warning("slow query", extra=fields)
