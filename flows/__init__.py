"""What meets the outside world: thin Prefect flows and events, the command line, the inbox, the publishers' sites."""
