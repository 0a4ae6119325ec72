"""Pieces that several pages share: components, the session, the owner."""
