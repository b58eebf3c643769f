"""What one end of a link sends, the other receives whole, or learns that there is nothing."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator

import pytest

from stslint.runtime.process_link import Link, linked


@pytest.fixture
def ends() -> Iterator[tuple[Link, Link]]:
    here, there = linked()
    yield here, there
    here.close()
    there.close()


@pytest.mark.parametrize("data", [None, 0, "", [], {"a": [1, (2, b"\0"), frozenset({"ü"})]}, "\ud800"])
def test_data_is_received_as_it_was_sent_in_both_directions(ends: tuple[Link, Link], data: object) -> None:
    for one, other in (ends, ends[::-1]):
        one.send(data)
        one.send("next")
        assert [other.receive(), other.receive()] == [data, "next"]


def test_more_than_a_pipe_holds_is_received_whole(ends: tuple[Link, Link]) -> None:
    here, there = ends
    text = "0123456789" * 1_000_000
    sending = threading.Thread(target=here.send, args=[text])
    sending.start()
    assert there.receive() == text
    sending.join()


def test_end_of_the_other_process_is_noticed(ends: tuple[Link, Link]) -> None:
    here, there = ends
    there.send("last")
    there.close()
    assert here.receive() == "last"
    with pytest.raises(EOFError):
        here.receive()
    here.send("x" * 1_000_000)
    with pytest.raises(EOFError):
        here.receive()


def test_data_that_is_not_plain_is_not_sent_and_nothing_after_it(ends: tuple[Link, Link]) -> None:
    here, there = ends
    here.send(object())
    here.send("after")
    with pytest.raises(EOFError):
        there.receive()


@pytest.mark.parametrize("sent", [b"", b"\0" * 7, b"\0" * 8, b"\0" * 7 + b"\5" + b"four"])
def test_half_of_the_data_is_none(sent: bytes) -> None:
    reads, writes = os.pipe()
    os.write(writes, sent)
    os.close(writes)
    link = Link(reads, os.open(os.devnull, os.O_WRONLY))
    with pytest.raises(EOFError):
        link.receive()
    link.close()


def test_an_end_can_be_closed_again(ends: tuple[Link, Link]) -> None:
    for end in ends:
        end.close()
        end.close()
        with pytest.raises(EOFError):
            end.receive()


def test_close_leaves_no_file_open_even_if_nobody_reads_what_is_left() -> None:
    here, there = linked()
    there.close()
    here._writes.write(b"left")
    here.close()
    assert here._reads.closed
    assert here._writes.closed
