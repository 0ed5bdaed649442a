"""Bytes to tables and charts to observations. Pure: no network, no database, no Prefect, no Great Expectations."""
