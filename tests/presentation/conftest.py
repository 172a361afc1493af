"""Decisions to draw, by name; see decisions.py beside this file."""

import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest


def _load() -> ModuleType:
    name = "rivermouth_decisions"
    if name not in sys.modules:
        spec = spec_from_file_location(name, Path(__file__).with_name("decisions.py"))
        assert spec and spec.loader
        sys.modules[name] = module = module_from_spec(spec)
        spec.loader.exec_module(module)
    return sys.modules[name]


@pytest.fixture(scope="session")
def decisions() -> ModuleType:
    """The module that makes decisions of Rivermouth Council."""
    return _load()
