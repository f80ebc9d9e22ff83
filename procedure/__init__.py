"""The regulation as plain Python: calendar, dated rules, steps and acts. No framework."""
