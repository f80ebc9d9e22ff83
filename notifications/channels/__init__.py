"""The channels that messages leave by: one module each, which can be deleted whole with its line in the register."""
