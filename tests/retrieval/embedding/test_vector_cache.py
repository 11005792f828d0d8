from __future__ import annotations

import sqlite3
import threading
import time
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from retrieval.embedding.vector_cache import Embedded, VectorCache, key


def embedded(first: float, sentences: int = 2) -> Embedded:
    vector = np.array([first, 0, 0, 1], np.float32)
    return Embedded(vector, np.full((sentences, 4), first, np.float32))


def damage_within(path: Path) -> None:
    """Leave the header whole and spoil a page that only some reads come to."""
    data = path.read_bytes()
    path.write_bytes(data[:8192] + b"\xa5" * (len(data) - 8192))


def test_what_was_put_comes_back_and_the_rest_is_missing(tmp_path: Path) -> None:
    with closing(VectorCache(tmp_path / "v.sqlite")) as cache:
        cache.put({"a": embedded(0.5), "b": embedded(0.25, sentences=0)})
        found = cache.get(["a", "b", "c"])
    assert set(found) == {"a", "b"}
    assert found["a"].vector.tolist() == [0.5, 0, 0, 1]
    assert found["a"].sentences.tolist() == [[0.5] * 4, [0.5] * 4]
    assert found["b"].sentences.shape == (0, 4)


def test_it_is_still_there_after_reopening_and_more_than_one_statement_of_keys_is_read(tmp_path: Path) -> None:
    keys = [key("model", str(i)) for i in range(1201)]
    with closing(VectorCache(tmp_path / "v.sqlite")) as cache:
        cache.put({each: embedded(1) for each in keys})
    with closing(VectorCache(tmp_path / "v.sqlite")) as cache:
        assert set(cache.get(keys)) == set(keys)


def test_only_what_is_kept_remains(tmp_path: Path) -> None:
    with closing(VectorCache(tmp_path / "v.sqlite")) as cache:
        cache.put({each: embedded(1) for each in "abc"})
        cache.keep_only(["b", "unknown", "b"])
        assert set(cache.get(list("abc"))) == {"b"}
        cache.keep_only([])
        assert cache.get(["b"]) == {}


def test_keys_tell_models_and_texts_apart() -> None:
    assert len({key("m", "text"), key("n", "text"), key("m", "texts"), key("mt", "ext"), key("m", "\ud800")}) == 5


@pytest.mark.parametrize("content", [b"this is no database, and never was one at all" * 40, b"\0" * 5000])
def test_a_file_that_is_no_database_is_replaced(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "v.sqlite"
    path.write_bytes(content)
    path.with_name("v.sqlite-wal").write_bytes(b"garbage")
    with closing(VectorCache(path)) as cache:
        assert cache.get(["a"]) == {}
        cache.put({"a": embedded(1)})
        assert set(cache.get(["a"])) == {"a"}


def test_damage_that_shows_only_when_reading_empties_the_cache_and_no_more(tmp_path: Path) -> None:
    path = tmp_path / "v.sqlite"
    keys = [key("m", str(i)) for i in range(400)]
    with closing(VectorCache(path)) as cache:
        cache.put({each: embedded(1) for each in keys})
    damage_within(path)
    with closing(VectorCache(path)) as cache:
        assert cache.get(keys) == {}
        cache.put({keys[0]: embedded(1)})
        assert set(cache.get(keys)) == {keys[0]}


def test_damage_met_while_writing_empties_the_cache_too(tmp_path: Path) -> None:
    path = tmp_path / "v.sqlite"
    with closing(VectorCache(path)) as cache:
        cache.put({key("m", str(i)): embedded(1) for i in range(400)})
    damage_within(path)
    with closing(VectorCache(path)) as cache:
        cache.keep_only(["a"])
        cache.put({"a": embedded(1)})
        assert set(cache.get(["a"])) == {"a"}


def test_a_full_disk_is_not_taken_for_damage(tmp_path: Path) -> None:
    path = tmp_path / "v.sqlite"
    with closing(VectorCache(path)) as cache:
        cache.put({"a": embedded(1)})
        cache._db.execute("PRAGMA max_page_count = 4")
        with pytest.raises(sqlite3.OperationalError, match="full"):
            cache.put({str(i): embedded(1, sentences=400) for i in range(40)})
        assert set(cache.get(["a"])) == {"a"}


def test_threads_and_other_processes_may_use_it_at_once(tmp_path: Path) -> None:
    path = tmp_path / "v.sqlite"
    with closing(VectorCache(path)) as one, closing(VectorCache(path)) as other:
        caches = [one, other, one, other]

        def work(number: int) -> None:
            for i in range(20):
                caches[number].put({f"{number}-{i}": embedded(1)})

        threads = [threading.Thread(target=work, args=(n,)) for n in range(4)]
        for each in threads:
            each.start()
        for each in threads:
            each.join()
        assert len(one.get([f"{n}-{i}" for n in range(4) for i in range(20)])) == 80


def test_a_hundred_rows_of_full_size_are_read_in_a_few_milliseconds(tmp_path: Path) -> None:
    row = Embedded(np.ones(384, np.float32), np.ones((8, 384), np.float32))
    keys = [key("m", str(i)) for i in range(2000)]
    with closing(VectorCache(tmp_path / "v.sqlite")) as cache:
        cache.put(dict.fromkeys(keys, row))
        times = []
        for at in range(10):
            began = time.perf_counter()
            assert len(cache.get(keys[at * 100 : at * 100 + 100])) == 100
            times.append(time.perf_counter() - began)
    assert min(times) < 0.01
