"""Who is told what, when: the ladder, digests, the ledger, channels and templates."""
