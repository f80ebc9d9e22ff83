"""What a channel is called in messages and on pages."""

from notifications.channels.register import CHANNELS


def channel_name(name: str) -> tuple[str, str]:
    """Return what a channel is called in Thai and English; one that was deleted since goes by its own name."""
    channel = CHANNELS.get(name)
    return (channel.title_th, channel.title_en) if channel else (name, name)
