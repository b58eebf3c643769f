"""A pause of the garbage collector."""

from __future__ import annotations

import gc

import pytest

from stslint.runtime import garbage_collection


def test_paused_collector_is_enabled_again_even_after_an_error() -> None:
    assert gc.isenabled()
    with pytest.raises(ZeroDivisionError), garbage_collection.paused():
        assert 1 / gc.isenabled()
    assert gc.isenabled()


def test_paused_collector_that_was_disabled_stays_so() -> None:
    gc.disable()
    try:
        with garbage_collection.paused():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()
