"""``python -m ledger reconcile``: what it prints, writes and answers."""

import csv
import json

import pytest

from ledger.reconciliation.command import main

CONTRACT = """
[contract]
reference = "PLF"
cost_centres = ["04410"]

[[period]]
code = "2017-Q1"
accounting_periods = ["201701", "201702", "201703"]

[[period]]
code = "2017-Q2"
accounting_periods = ["201704", "201705", "201706"]
"""
LINES = """\
line_id,project,head,period,supplier,invoice_ref,ledger_key,accounting_period,posted_on,net,claim_percent,claimed
W1,KNIFE,DELIVERY,2017-Q1,Hall,H1,K1,201702,2017-05-10,250.00,100,250.00
W2,KNIFE,DELIVERY,2017-Q1,Wren,,,201702,2017-05-10,80.00,,80.00
"""
LEDGER = """\
ledger_key,occurrence,cost_centre,subjective,accounting_period,journal_class,posted_on,supplier,invoice_ref,net,vat,amount
K1,1,04410,4321,201702,invoice,2017-05-10,HALL LTD,H1,250.00,,250.00
K2,1,04410,4321,201702,invoice,2017-05-12,WREN LTD,W7,80.00,,80.00
B1,1,04410,,201702,budget,2017-05-12,,,500.00,,500.00
"""


@pytest.fixture
def files(tmp_path):
    def write(**texts):
        for name, text in {"lines": LINES, "ledger": LEDGER, "contract": CONTRACT, **texts}.items():
            suffix = "toml" if name == "contract" else "csv"
            (tmp_path / f"{name}.{suffix}").write_text(text, encoding="utf-8")
        return [str(tmp_path / "lines.csv"), str(tmp_path / "ledger.csv")]

    write.folder = tmp_path
    return write


def test_it_prints_passes_statement_and_what_waits_and_answers_one(files, capsys):
    code = main(
        [*files(), "--contract", str(files.folder / "contract.toml"), "--period", "2017-Q1"]
    )

    assert code == 1
    told = capsys.readouterr().out.splitlines()
    assert told[:7] == [
        "Passes",
        "  confirmed: none",
        "  key: 1 matched",
        "  supplier-invoice-amount: none",
        "  amount-date-supplier: 1 proposed",
        "  sum: none",
        "  netting: none",
    ]
    assert [" ".join(line.split()) for line in told[8:14]] == [
        "Ledger total, period 2017-Q1 830.00",
        "Excluded by nature: budget, reserve and opening balance journals (1) -500.00",
        "Return total 330.00",
        "Unexplained difference 0.00",
        "Return lines nothing speaks for: none",
        "Ledger lines nobody claims: none",
    ]
    assert told[14].startswith("Matches that wait for a person: 1 (M")
    assert told[-1] == "Unexplained difference: 2017-Q1 0.00. Not closed."


def test_it_answers_nought_when_all_is_closed(files, capsys):
    one = "\n".join(LINES.splitlines()[:2])
    ledger = "\n".join(LEDGER.splitlines()[:2])

    code = main(files(lines=one, ledger=ledger))

    assert code == 0
    assert capsys.readouterr().out.splitlines()[-1] == "Unexplained difference: all 0.00. Closed."


def test_the_matches_are_written_in_the_promised_columns(files, capsys):
    out = files.folder / "matches.csv"

    main([*files(), "--out", str(out)])

    with out.open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))
    assert list(rows[0]) == [
        "match_id", "pass", "status", "line_id", "ledger_key", "line_amount", "ledger_amount",
        "difference", "reason",
    ]  # fmt: skip
    assert [tuple(row.values())[1:8] for row in rows] == [
        ("key", "matched", "W1", "K1", "250.00", "250.00", "0.00"),
        ("amount-date-supplier", "proposed", "W2", "K2", "80.00", "80.00", "0.00"),
        ("", "unmatched-ledger", "", "B1", "", "500.00", "-500.00"),
    ]
    assert rows[1]["reason"] == (
        "Equal amount, 2 days apart, supplier 100 % alike, reference not given on both sides; "
        "score 85. Confirm or refuse it."
    )
    assert capsys.readouterr().err == ""


def test_json_says_the_same_for_programs(files, capsys):
    code = main([*files(), "--json"])

    told = json.loads(capsys.readouterr().out)
    (bridge,) = told["bridges"]
    assert code == 1
    assert told["counts"]["key"] == {"matched": 1}
    assert told["unexplained_difference"] == "0.00"
    assert told["closed"] is False
    assert {name: bridge[name] for name in ("period", "ledger_total", "return_total", "open_lines")} == {
        "period": "all", "ledger_total": "830.00", "return_total": "330.00", "open_lines": [],
    }  # fmt: skip
    assert bridge["items"] == [
        {
            "kind": "excluded-by-nature",
            "label": "Excluded by nature: budget, reserve and opening balance journals",
            "amount": "-500.00",
            "count": 1,
        }
    ]
    assert told["items"][0]["ledger_keys"] == ["B1"]


@pytest.mark.parametrize(
    ("texts", "message"),
    [
        ({"lines": "line_id,period\nW1,2017-Q1\n"}, "lines.csv: no column claimed in the header row."),
        ({"lines": ""}, "lines.csv: the file is empty. Give a CSV with a header row."),
        ({"ledger": LEDGER.replace("250.00,,250.00", "250.00,,£250")},
         "ledger.csv, line 2, column amount: '£250' is not pounds with two decimals"),
        ({"lines": LINES.replace("2017-05-10,250.00", "10/05/2017,250.00")},
         "lines.csv, row 2, column posted_on: '10/05/2017' is not a date."),
        ({"lines": LINES.replace("W2,", "W1,")},
         "lines.csv, row 3, column line_id: 'W1' stands twice."),
        ({"lines": LINES.replace(",100,250.00", ",150,250.00")},
         "lines.csv, row 2, column claim_percent: '150' is not a percentage from 0 to 100."),
        ({"ledger": LEDGER.replace("80.00,,80.00", "80.00,,")},
         "ledger.csv, line 3, column amount: '' is not pounds with two decimals"),
        ({"ledger": LEDGER + "K3,1,too,many,fields,in,this,row,by,far,0.00,0.00,0.00,0.00\n"},
         "ledger.csv: The file is not a table of canonical lines"),
        ({"contract": "[contract"}, "contract.toml: not readable as TOML"),
        ({"contract": "[contract]\n"}, "contract.toml: [contract] has no cost_centres."),
        ({"contract": CONTRACT + '[[period]]\ncode = "2017-Q3"\n'},
         "contract.toml: [[period]] number 3 needs a code and accounting_periods"),
    ],
)  # fmt: skip
def test_data_not_in_the_promised_form_is_refused_with_the_place(files, capsys, texts, message):
    code = main([*files(**texts), "--contract", str(files.folder / "contract.toml")])

    said = capsys.readouterr()
    assert code == 1
    assert said.out == ""
    assert said.err.startswith(message)


def test_a_period_the_contract_does_not_have_is_refused(files, capsys):
    code = main(
        [*files(), "--contract", str(files.folder / "contract.toml"), "--period", "2019-Q1"]
    )

    assert code == 1
    assert capsys.readouterr().err == (
        "contract.toml has no period 2019-Q1. Its periods: 2017-Q1, 2017-Q2.\n"
    )


@pytest.mark.parametrize("arguments", [[], ["only-one.csv"], ["a.csv", "b.csv", "--nonsense"]])
def test_wrong_usage_answers_two(arguments, capsys):
    assert main(arguments) == 2
    assert "usage: python -m ledger reconcile" in capsys.readouterr().err


def test_a_file_that_is_not_there_answers_two(files, capsys):
    lines, _ = files()

    assert main([lines, "no-such.csv"]) == 2
    assert capsys.readouterr().err == (
        "No such file: no-such.csv. Check the name and the folder.\n"
    )


def test_a_folder_that_is_not_there_answers_two_before_any_work(files, capsys):
    assert main([*files(), "--out", "no-such-folder/matches.csv"]) == 2
    assert capsys.readouterr().err == (
        "No such folder: no-such-folder. Make it, or write elsewhere.\n"
    )


def test_a_blank_row_and_a_byte_order_mark_are_nothing_to_complain_of(files, capsys):
    spaced = "\ufeff" + LINES.replace("W2,", ",,,,,,,,,,,\nW2,")

    code = main([*files(lines=spaced), "--json"])

    assert code == 1
    assert json.loads(capsys.readouterr().out)["bridges"][0]["return_total"] == "330.00"
