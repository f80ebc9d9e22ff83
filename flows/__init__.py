"""The Prefect flows, one per procedural step and schedule, and ``perform``, the one caller of acts."""
