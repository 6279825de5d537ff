"""Frames of spend lines judged against a contract's dated terms."""
