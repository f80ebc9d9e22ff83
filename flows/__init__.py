"""The Prefect flows, one per procedural step and schedule, and ``perform``, the one caller of acts."""

from models.logs import configure_logs

# Every door (worker, portal, command line) comes through here.
configure_logs()
