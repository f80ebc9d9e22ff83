"""The records of Traimas: tables, value types, settings and the database session."""
