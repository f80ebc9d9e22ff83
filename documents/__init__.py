"""Office documents: rendering plans, announcements and reports, and reading workbooks."""
