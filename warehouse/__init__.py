"""The home folder, the registries of indicators and institutions, releases and what is read from them."""
