"""Where log lines go: settings alone, so that nothing of Django is needed to read them."""


def log_settings(*, demo_mode: bool, level: str, syslog: str) -> dict:
    """Django's LOGGING. ``syslog`` is empty or ``host:port`` of a server that keeps the trail."""
    trail = _trail_handlers(demo_mode, syslog)
    console = {"class": "logging.StreamHandler"} | ({} if demo_mode else {"formatter": "json"})
    # Wagtail reports every page it saves; the audit trail says the same, and who.
    quiet = ["wagtail", "modelsearch", "django_tasks", *(["portal.requests"] if demo_mode else [])]
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"json": {"()": "portal.operations.logs.JsonFormatter"}},
        "handlers": {"console": console, **trail},
        "root": {"handlers": ["console"], "level": level},
        "loggers": {name: {"level": "WARNING"} for name in quiet}
        | {"portal.audit": {"handlers": [*trail], "level": "INFO", "propagate": False}},
    }


def _trail_handlers(demo_mode: bool, syslog: str) -> dict:
    """The trail also leaves the machine, line by line: a broken-in server cannot rewrite that."""
    handlers = {
        "trail": {
            "class": "logging.StreamHandler",
            "stream": "ext://sys.stdout",
            # Whoever tries the portal reads the terminal; the trail in the database is complete.
            "level": "WARNING" if demo_mode else "INFO",
        }
    }
    if syslog:
        host, _colon, port = syslog.partition(":")
        handlers["syslog"] = {
            "class": "logging.handlers.SysLogHandler",
            "address": (host, int(port or 514)),
        }
    return handlers
