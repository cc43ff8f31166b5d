"""`aura bench booking`, small: the search finds what the loop finds, and nobody overlaps."""

from benchmarks.booking import run


def test_it_measures_and_finds_no_overlap() -> None:
    found = run(stores=("sqlite",), days=5, staff=2, rivals=12, times=3, rounds=1)

    figures = found["figures"]
    assert found["ratio"] > 0
    for race in ("race", "race_with_holds"):
        assert figures[f"sqlite_{race}_pressed"] == 12
        assert figures[f"sqlite_{race}_booked"] == 3
        assert figures[f"sqlite_{race}_refused"] == 9
        assert figures[f"sqlite_{race}_overlaps"] == 0
        assert figures[f"sqlite_{race}_holds_left"] == 0
