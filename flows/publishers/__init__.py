"""Fetching from the publishers' sites: pages, links, and politeness. Out of scope: what a file holds."""
