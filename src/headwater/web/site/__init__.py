"""The roof of the web storey: settings, addresses, middleware, base pages, look, and serving."""

from importlib.metadata import version

VERSION = version("headwater")
