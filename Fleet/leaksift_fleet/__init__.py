"""Scans many repositories with leaksift on a Ray cluster, into one report."""
