"""The acts: what people (and, for rounds, the schedule) do to the record. One module per step."""
