"""The stand-alone verifier as an auditor runs it: alone, without our code, by its words and codes."""

import ast
import runpy
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from audit_trails import OTHER_SEED, SEED, head_of, rechained, trail, written
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from hypothesis import given
from hypothesis import strategies as st

from ledger.audit import verify
from ledger.audit.entry import Entry, canonical_bytes
from ledger.audit.head import head_bytes, public_key_of
from ledger.audit.tree import root_of

SOURCE = Path(verify.__file__)
KEY = public_key_of(SEED).hex()
TWENTY = trail(20)
ROOT = root_of(entry.hash for entry in TWENTY).hex()


def run(capsys, *arguments: object) -> tuple[int, str, str]:
    code = verify.main([str(argument) for argument in arguments])
    said = capsys.readouterr()
    return code, said.out, said.err


def write(folder: Path, entries: list[Entry], name: str = "trail.jsonl") -> Path:
    path = folder / name
    path.write_bytes(written(entries))
    return path


def write_head(folder: Path, entries: list[Entry], *, seed: bytes = SEED) -> Path:
    path = folder / f"head-{len(entries)}.json"
    path.write_bytes(head_bytes(head_of(entries, seed=seed)))
    return path


def test_it_imports_the_standard_library_only():
    names = {
        (node.module or "") if isinstance(node, ast.ImportFrom) else alias.name
        for node in ast.walk(ast.parse(SOURCE.read_text("utf-8")))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in node.names
    }
    assert {name.split(".")[0] for name in names} <= sys.stdlib_module_names


def test_it_runs_alone_in_an_empty_folder(tmp_path):
    alone = Path(shutil.copy(SOURCE, tmp_path / "verify.py"))
    command = [sys.executable, "-I", "-S", str(alone), str(write(tmp_path, TWENTY))]
    whole = subprocess.run(
        [*command, "--head", str(write_head(tmp_path, TWENTY))],
        capture_output=True, text=True, check=False, cwd=tmp_path,
    )  # fmt: skip
    assert (whole.returncode, whole.stderr) == (0, "")
    assert whole.stdout.startswith(f"20 entries hold. Root {ROOT}\n")
    write(tmp_path, TWENTY[:7] + TWENTY[8:])
    bad = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path)
    assert (bad.returncode, bad.stdout) == (1, "")
    assert bad.stderr.startswith("Line 8, entry 8: ")
    usage = subprocess.run(command[:-1], capture_output=True, text=True, check=False, cwd=tmp_path)
    assert usage.returncode == 2


def test_run_as_a_program_it_exits_with_its_code(capsys, monkeypatch, tmp_path):
    monkeypatch.setattr(sys, "argv", ["verify.py", str(write(tmp_path, TWENTY))])
    with pytest.raises(SystemExit) as stopped:
        runpy.run_path(str(SOURCE), run_name="__main__")
    assert stopped.value.code == 0
    assert capsys.readouterr().out.startswith("20 entries hold.")


def test_a_sound_trail_without_a_head_says_what_was_not_checked(capsys, tmp_path):
    assert run(capsys, write(tmp_path, TWENTY)) == (
        0,
        (
            f"20 entries hold. Root {ROOT}\n"
            "No head was given: entries cut off at the end would not show.\n"
        ),
        "",
    )


def test_a_head_without_a_key_asks_to_compare_the_key(capsys, tmp_path):
    path, head = write(tmp_path, TWENTY), write_head(tmp_path, TWENTY[:12])
    assert run(capsys, path, "--head", head) == (
        0,
        (
            f"20 entries hold. Root {ROOT}\n"
            f"It holds against the head head-12.json of 2017-07-03T09:30:00.000000Z, key {KEY}: the "
            "first 12 entries.\n"
            "Compare the key above with the one you were given, or pass it with --key.\n"
        ),
        "",
    )


def test_heads_and_witnesses_of_any_earlier_size_hold(capsys, tmp_path):
    path = write(tmp_path, TWENTY)
    heads = [arg for n in range(21) for arg in ("--head", write_head(tmp_path, TWENTY[:n]))]
    witness = f"7:{root_of(entry.hash for entry in TWENTY[:7]).hex()}"
    code, said, wrong = run(capsys, path, *heads, "--key", KEY, "--witness", witness)
    assert (code, wrong) == (0, "")
    assert said.count("It holds against the head ") == 21
    assert said.endswith("It holds against the witness of 7 entries: the first 7 entries.\n")


def test_an_emptied_trail_is_no_pass(capsys, tmp_path):
    assert run(capsys, write(tmp_path, [])) == (
        1,
        "",
        (
            "trail.jsonl holds no entry, so there is nothing to check. An emptied trail looks the "
            "same: give a head or a witness you hold.\n"
        ),
    )
    code, said, _ = run(capsys, tmp_path / "trail.jsonl", "--head", write_head(tmp_path, []))
    assert code == 0
    assert said.startswith("0 entries hold. Root e3b0c442")


def test_a_changed_entry_is_named_with_what_to_do(capsys, tmp_path):
    path = write(tmp_path, TWENTY)
    path.write_bytes(path.read_bytes().replace(b'"amount":37035', b'"amount":37036'))
    assert run(capsys, path) == (
        1,
        "",
        (
            "Line 3, entry 3: its bytes, after the entry before it, do not give its hash. It was "
            "changed, or an entry was taken out, put in or moved here, so nothing from here on can be "
            "relied on. Entries 1 to 2 hold; ask for the trail again and compare from this line.\n"
        ),
    )


@pytest.mark.parametrize(
    ("entries", "line"),
    [
        (TWENTY[1:], 1),
        (TWENTY[:4] + TWENTY[5:], 5),
        ([*TWENTY[:4], TWENTY[3], *TWENTY[4:]], 5),
        ([*TWENTY[:4], TWENTY[5], TWENTY[4], *TWENTY[6:]], 5),
        ([*TWENTY[:4], trail(5, first_actor="x@example.org")[4], *TWENTY[4:]], 5),
    ],
)
def test_entries_taken_out_doubled_swapped_or_put_in_are_named(capsys, tmp_path, entries, line):
    code, said, wrong = run(capsys, write(tmp_path, entries))
    assert (code, said) == (1, "")
    assert wrong.startswith(f"Line {line}, entry {line}: its bytes, after the entry before it, ")


def test_a_cut_off_tail_is_found_by_a_head_and_by_a_witness(capsys, tmp_path):
    path, head = write(tmp_path, TWENTY[:17]), write_head(tmp_path, TWENTY)
    code, _, wrong = run(capsys, path, "--witness", f"20:{ROOT}")
    assert (code, wrong) == (
        1,
        (
            "After entry 17: the trail ends, but the witness of 20 entries counts 20 entries. The end "
            "was cut off. Ask for entries 18 to 20.\n"
        ),
    )
    code, _, wrong = run(capsys, path, "--head", head, "--key", KEY)
    assert code == 1
    assert wrong.startswith("After entry 17: the trail ends, but the head head-20.json of ")


def test_a_history_written_anew_is_found_by_an_old_head_only(capsys, tmp_path):
    anew = write(tmp_path, trail(30, first_actor="other@example.org"))
    assert run(capsys, anew)[0] == 0
    code, _, wrong = run(capsys, anew, "--head", write_head(tmp_path, TWENTY))
    assert code == 1
    assert wrong.startswith(
        "Entries 1 to 20 hang together but are not those of the head head-20.json"
    )
    assert "history was written anew" in wrong


def test_a_head_of_another_signer_is_refused_when_the_key_is_held(capsys, tmp_path):
    path, head = write(tmp_path, TWENTY), write_head(tmp_path, TWENTY, seed=OTHER_SEED)
    assert run(capsys, path, "--head", head)[0] == 0  # why one passes --key
    code, _, wrong = run(capsys, path, "--head", head, "--key", KEY)
    assert code == 1
    assert wrong == (
        f"head-20.json is signed with key {public_key_of(OTHER_SEED).hex()}, not with the key "
        "given. A head of another signer proves nothing here. Ask for the head under the key you "
        "hold.\n"
    )


def forged_chain(**changes: object) -> list[Entry]:
    """One entry whose hash is right and whose fields are not."""
    fields = verify.json.loads(TWENTY[0].stored)
    return rechained([Entry(canonical_bytes({**fields, **changes}), b"")])


NOT_JSON = rechained([Entry(b'{"seq":1,}', b"")])
TWICE = rechained([Entry(TWENTY[0].stored.replace(b"{", b'{"seq":1,', 1), b"")])
DEEP = rechained([Entry(b"[" * 200_000 + b"}", b"")])


@pytest.mark.parametrize(
    ("entries", "what"),
    [
        (forged_chain(seq=2), "it says it is entry 2"),
        (forged_chain(seq=True), "it says it is entry True"),
        (forged_chain(seq="1"), "it says it is entry '1'"),
        (forged_chain(previous="ab" * 32), "it names another entry as the one before it"),
        (forged_chain(spare=1), "its fields are not the eight an entry has"),
        (NOT_JSON, "it hashes well but is not JSON that reads one way only"),
        (TWICE, "it hashes well but is not JSON that reads one way only"),
        (DEEP, "it hashes well but is not JSON that reads one way only"),
    ],
)
def test_a_chain_made_anew_must_still_say_what_its_place_says(capsys, tmp_path, entries, what):
    code, _, wrong = run(capsys, write(tmp_path, entries))
    assert code == 1
    assert wrong.startswith(f"Line 1, entry 1: {what}. ")
    assert "No entry before it holds; ask for the trail again" in wrong


def test_a_list_instead_of_an_entry_is_named(capsys, tmp_path):
    line = b'[1,"hash":"' + b"0" * 64 + b'"}\n'
    (tmp_path / "t.jsonl").write_bytes(line)
    code, _, wrong = run(capsys, tmp_path / "t.jsonl")
    assert (code, wrong[:17]) == (1, "Line 1, entry 1: ")


@pytest.mark.parametrize(
    "spoil",
    [
        lambda raw: raw[:-1],
        lambda raw: raw + b"\n",
        lambda raw: raw.replace(b'"size":20', b'"size": 20'),
        lambda raw: raw.replace(b'"size":20', b'"size":"20"'),
        lambda raw: raw.replace(b'"size":20', b'"size":-1'),
        lambda raw: raw.replace(b'"size":20', b'"size":true'),
        lambda raw: raw.replace(b'"at":"2017', b'"at":"\x1b[2J17'),
        lambda raw: raw.replace(b'"at":"2017-07-03T09:30:00.000000Z"', b'"at":1'),
        lambda raw: raw.replace(ROOT.encode(), b"1" * 62),
        lambda raw: raw.replace(b'"' + ROOT.encode() + b'"', b"1" * 64),
        lambda _: b"[]\n",
        lambda _: b"[" * 4000,
        lambda _: b"\xff",
        lambda _: b"",
    ],
)
def test_a_head_that_is_not_exactly_one_is_damaged(capsys, tmp_path, spoil):
    head = write_head(tmp_path, TWENTY)
    head.write_bytes(spoil(head.read_bytes()))
    assert run(capsys, write(tmp_path, TWENTY), "--head", head) == (
        1,
        "",
        (
            "head-20.json is not a head in its one written form, byte for byte: it was edited or "
            "damaged, so it proves nothing. Ask the holder for another copy.\n"
        ),
    )


def test_a_head_with_a_changed_figure_is_not_signed(capsys, tmp_path):
    head = write_head(tmp_path, TWENTY)
    head.write_bytes(head.read_bytes().replace(b'"size":20', b'"size":19'))
    assert run(capsys, write(tmp_path, TWENTY), "--head", head) == (
        1,
        "",
        (
            "head-20.json is not signed with its key: a figure in it was changed, so it proves "
            "nothing. Ask the holder for another copy.\n"
        ),
    )


def test_a_missing_file_and_malformed_options_are_usage(capsys, tmp_path):
    missing = tmp_path / "none.jsonl"
    assert run(capsys, missing) == (2, "", f"Cannot read {missing}: No such file or directory.\n")
    path = write(tmp_path, TWENTY)
    for option, value in (
        ("--key", "zz"),
        ("--key", KEY.upper()),
        ("--witness", "20"),
        ("--witness", f"x:{ROOT}"),
        ("--witness", f"020:{ROOT}"),
        ("--witness", f"20:{ROOT}0"),
    ):
        with pytest.raises(SystemExit) as stopped:
            run(capsys, path, option, value)
        assert stopped.value.code == 2


# --- Ed25519, beside the cryptography package


def agrees(key: bytes, signature: bytes, message: bytes) -> bool:
    """Both give the same answer; the answer."""
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, message)
    except InvalidSignature:
        theirs = False
    else:
        theirs = True
    assert verify.is_signed(key, signature, message) is theirs
    return theirs


@given(st.binary(min_size=32, max_size=32), st.binary(max_size=200), st.integers(0, 767))
def test_signatures_are_judged_as_cryptography_judges_them(seed, message, bit):
    private = Ed25519PrivateKey.from_private_bytes(seed)
    key, signature = private.public_key().public_bytes_raw(), private.sign(message)
    assert agrees(key, signature, message)
    assert not agrees(key, signature, message + b"x")
    flipped = bytearray(key + signature)
    flipped[bit // 8] ^= 1 << bit % 8
    assert not agrees(bytes(flipped[:32]), bytes(flipped[32:]), message)


def test_a_signature_is_not_valid_in_a_second_spelling():
    private = Ed25519PrivateKey.from_private_bytes(SEED)
    key, signature = private.public_key().public_bytes_raw(), private.sign(b"message")
    scalar = int.from_bytes(signature[32:], "little") + verify.ORDER
    assert not agrees(key, signature[:32] + scalar.to_bytes(32, "little"), b"message")


def test_the_base_point_is_the_one_whose_y_is_four_fifths():
    assert verify.read_point(verify.write_point(verify.BASE)) == verify.BASE
    assert verify.write_point(verify.BASE).hex() == "58" + "66" * 31


def test_bytes_that_are_no_point_or_a_second_spelling_of_one_are_refused():
    y_is_two = (2).to_bytes(32, "little")  # no x belongs to it
    above = (verify.P + 1).to_bytes(32, "little")  # 1, spelled beyond the field
    minus_nought = (1 | 1 << 255).to_bytes(32, "little")  # x is 0 and its sign odd
    assert [verify.read_point(raw) for raw in (y_is_two, above, minus_nought)] == [None] * 3
    assert verify.read_point((1).to_bytes(32, "little")) == (0, 1, 1, 0)
