"""The walk along stored entries, and the written form's lines."""

import json

import pytest
from audit_trails import rechained, trail, written

from ledger.audit.chain import ChainFault, LineUnreadable, dump_line, read_line, verify_entries
from ledger.audit.entry import GENESIS, Entry, canonical_bytes
from ledger.audit.tree import root_of

TWENTY = trail(20)


def test_a_sound_trail_gives_its_size_tip_and_root():
    report = verify_entries(TWENTY)
    assert report.is_sound
    assert report.fault is None
    assert report.size == 20
    assert report.tip == TWENTY[-1].hash
    assert report.tree.root() == root_of(entry.hash for entry in TWENTY)


def test_an_empty_trail_is_sound_and_stands_before_the_first_entry():
    report = verify_entries([])
    assert (report.is_sound, report.size, report.tip) == (True, 0, GENESIS)


def test_plain_pairs_from_a_database_will_do():
    assert verify_entries((bytes(e.stored), bytes(e.hash)) for e in TWENTY).size == 20


def test_a_changed_entry_is_named_and_the_entries_before_it_hold():
    changed = list(TWENTY)
    changed[6] = Entry(changed[6].stored.replace(b"KNIFE", b"NIGHT"), changed[6].hash)
    report = verify_entries(changed)
    assert report.fault == ChainFault(
        7,
        "Entry 7 does not hash to its hash: it was changed, or an entry was taken out, put in or "
        "moved here. Entries 1 to 6 hold.",
    )
    assert report.hashes == [entry.hash for entry in TWENTY[:6]]
    assert not report.is_sound


@pytest.mark.parametrize(
    ("entries", "position"),
    [
        (TWENTY[:4] + TWENTY[5:], 5),  # one taken out
        ([*TWENTY[:4], TWENTY[3], *TWENTY[4:]], 5),  # one doubled
        ([*TWENTY[:4], TWENTY[5], TWENTY[4], *TWENTY[6:]], 5),  # two swapped
        ([*TWENTY[:4], trail(5, first_actor="x@example.org")[4], *TWENTY[4:]], 5),  # one put in
        (TWENTY[1:], 1),
    ],
)
def test_entries_taken_out_doubled_swapped_or_put_in_are_found_where_it_happened(entries, position):
    fault = verify_entries(entries).fault
    assert fault is not None
    assert fault.position == position


def test_a_chain_made_anew_after_taking_an_entry_out_is_found_by_what_the_entries_say():
    report = verify_entries(rechained(TWENTY[:4] + TWENTY[5:]))
    assert report.fault == ChainFault(
        5,
        "Entry 5 names another position or predecessor than it has: the trail was put together "
        "anew. Entries 1 to 4 hold.",
    )


def test_an_entry_that_only_quotes_its_place_in_its_text_is_found():
    fields = json.loads(TWENTY[0].stored)
    place = f',"previous":"{GENESIS.hex()}","seq":1,"subject":"'
    forged = canonical_bytes({**fields, "seq": 2, "subject": place})
    report = verify_entries(rechained([Entry(forged, b"")]))
    assert report.fault is not None
    assert report.fault.position == 1


def test_a_line_is_json_and_keeps_the_stored_bytes():
    for entry in TWENTY:
        line = dump_line(entry)
        assert line.endswith(b'"}\n')
        assert line.count(b"\n") == 1
        fields = json.loads(line)
        assert bytes.fromhex(fields.pop("hash")) == entry.hash
        assert fields == json.loads(entry.stored)
        assert read_line(line) == entry


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"\n",
        b"{}\n",
        dump_line(TWENTY[0])[:-1],
        dump_line(TWENTY[0]) + b"\n",
        dump_line(TWENTY[0]).replace(b"\n", b"\r\n"),
        dump_line(TWENTY[0])[:-4] + b'G"}\n',
        dump_line(TWENTY[0])[:-4] + b'A"}\n',
        dump_line(TWENTY[0]).replace(b',"hash":"', b', "hash":"'),
        written(TWENTY)[:-1],
    ],
)
def test_a_line_that_was_edited_or_rewrapped_is_refused(line):
    with pytest.raises(LineUnreadable) as refused:
        read_line(line)
    assert str(refused.value) == (
        'The line does not end in ,"hash":"…"} with 64 lower-case hexadecimal digits and a line '
        "feed. Write the trail again; lines must not be edited or re-wrapped."
    )
