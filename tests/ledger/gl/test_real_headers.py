"""Header rows of real published files and of each finance system, each read into its columns."""

import pytest
from extract_texts import read

from ledger.gl.layout import find_layout
from ledger.gl.read import read_extract
from ledger.reader.csv import read_table
from ledger.reader.guard import BULK
from ledger.reader.refusal import Unreadable

CASES = {
    "unit4 with options": (
        ("CostC,CostC(T),Account,Account(T),Project,Period,TT,TransNo,SeqNo,Trans.date,Doc date,Payment date,SuppID,SuppID(T),InvoiceNo,OrderNo,TC,VAT,Text,Amount\n"
        "04410,Safety,4321,Fees,P1,201701,AP,00051234,1,18/05/2017,01/05/2017,30/05/2017,000123,WREN LTD,IR-201,0077,SI,20.00,Chair,100.00\n"),
        "unit4", "00051234-1", 1,
        {"cost_centre": "04410", "subjective": "4321", "project_code": "P1", "accounting_period": "201701", "posted_on": "2017-05-18", "invoice_on": "2017-05-01", "paid_on": "2017-05-30", "supplier_id": "000123", "supplier": "WREN LTD", "invoice_ref": "IR-201", "order_no": "0077", "description": "Chair", "vat": "2000", "amount": "10000", "journal_class": "invoice"},
    ),
    "sap technical names": (
        ("BUKRS;BELNR;BUZEI;GJAHR;MONAT;KOSTL;HKONT;BLART;BUDAT;BLDAT;LIFNR;XBLNR;SGTXT;DMBTR;SHKZG;EBELN\n"
        "LCC;0100000012;001;2017;016;04410;544075;RE;31.03.2018;01.03.2018;0010006953;SP 77;Rota;200,000.00;H;4500001\n"),
        "sap", "LCC-0100000012-2017-001", 1,
        {"cost_centre": "04410", "subjective": "544075", "accounting_period": "201716", "posted_on": "2018-03-31", "invoice_on": "2018-03-01", "supplier_id": "0010006953", "invoice_ref": "SP 77", "amount": "-20000000", "order_no": "4500001", "journal_class": "invoice"},
    ),
    "oracle with segments": (
        ("Journal Source,Journal Category,Journal Batch Name,Line,Accounting Date,Period Name,Cost Centre,Natural Account,Third Party Name,Line Description,Accounted Debit,Accounted Credit\n"
        "Manual,Accrual,ACC 1,1,31-MAR-2018,ADJ-18,04410,4321,,Accrual x,,50.00\n"),
        "oracle", "ACC 1-1", 1,
        {"cost_centre": "04410", "subjective": "4321", "accounting_period": "201713", "amount": "-5000", "source_type": "Manual/Accrual", "journal_class": "accrual"},
    ),
    "e5": (
        ("Cost Centre,Nominal,Fund,Project,Journal Type,Journal No,Line,Period,Year,Posting Date,Supplier,Reference,Narrative,Amount\n"
        "04410,4321,GF,P1,PI,0001,1,1,2017/18,03/04/2017,ALPHA,1,x,10.00\n"),
        "e5", "0001-1", 1,
        {"cost_centre": "04410", "subjective": "4321", "project_code": "P1", "accounting_period": "201701", "amount": "1000", "journal_class": "invoice"},
    ),
    "technologyone": (
        ("Ledger,Account Number,Document Ref,Line,Document Type,Posting Date,Posting Period,Reference,Narration 1,Narration 2,Amount\n"
        "GL,12345-4101,D001,1,APINV,03/04/2017,P01 2017/18,R1,Widgets,more,(10.00)\n"),
        "technologyone", "D001-1", 1,
        {"cost_centre": "12345", "subjective": "4101", "project_code": "", "description": "Widgets more", "amount": "-1000", "accounting_period": "201701"},
    ),
    "civica": (
        ("Cost Centre,Subjective,Batch No,Journal Ref,Source,Creditor No,Creditor Name,Period,Date,Narrative,Debit,Credit\n"
        "04410,4321,B1,0001,CI,0099,ALPHA,201701,03/04/2017,x,,10.00\n"),
        "civica", "0001", 1,
        {"cost_centre": "04410", "subjective": "4321", "supplier_id": "0099", "supplier": "ALPHA", "amount": "-1000"},
    ),
    "unit4 estate, published": (
        ("Body Name,Date Paid,Transaction Number,Amount,Invoice Date,Supplier Name,Supplier Type (CCC & NCC only),Invoice Number,Account,Transaction Type,Transaction Type Description,Cost Centre Description (CCC & NCC only),Expense Type\n"
        'Any Council,03-Apr-23,51400286824,"-£23,484.00",01-Apr-23,ALPHA LTD,Private,INV1,R4403,CPN,Creditor Purchase Note,Community Safety,Services\n'),
        "generic", "51400286824", 1,
        {"paid_on": "2023-04-03", "invoice_on": "2023-04-01", "subjective": "R4403", "source_type": "CPN", "amount": "-2348400", "accounting_period": "", "journal_class": "credit-note"},
    ),
    "text columns marked (T)": (
        ("Transaction Number,Invoice Number,Supplier Name(T),Expense Area(T),Expense Code(T),Amount\n"
        "05435903,INV9,ALPHA LTD,Community Safety,R4403,520.00\n"),
        "generic", "05435903", 1,
        {"supplier": "ALPHA LTD", "cost_centre": "Community Safety", "subjective": "R4403", "amount": "52000"},
    ),
    "one title row, cp1252": (
        ("Payments over £500\nSUPPLIER,AMOUNT,TRANSACTION DATE,COST CENTRE,ACCOUNT,DEPARTMENT,SUMMARY OF EXPENDITURE\n"
        "ALPHA LTD,520.00,03/04/2017,AL05,R4053,Communities,CCTV\n"),
        "generic", "", 2,
        {"cost_centre": "AL05", "subjective": "R4053", "posted_on": "2017-04-03", "description": "CCTV"},
    ),
    "header on row six": (
        ("Organisation,Any MBC\nURI,http://example.org\nTitle,Spend over £500\nEffective Date,01/04/2017\n,\n"
        "Directorate,Supplier Name,Payment Date,Transaction Number,Gross Amount £,Purpose,VCSE,Charity Number\n"
        'Place,CHARITY X,03/04/2017,00013,"1,520.00",Grant,Y,0123456\n'),
        "generic", "00013", 6,
        {"gross": "152000", "amount": "152000", "paid_on": "2017-04-03"},
    ),
    "byte-order mark, profit centre": (
        ("\ufeffBody,Body name,Date,Transaction number,Invoice Number,Amount,Supplier Name,Supplier ID,VAT Registration Number,Expense Area,Expense Type,Expense Code,BVACOP,ProClass,Extended Description,Profit Centre\n"
        'http://x,Any,03/04/2017,1900012,INV1,"52,587.57",ALPHA LTD,100123 ,GB123,Safety,Supplies,540100,X,1234,CCTV maintenance,P12345\n'),
        "generic", "1900012", 1,
        {"cost_centre": "P12345", "subjective": "540100", "supplier_id": "100123", "amount": "5258757", "description": "CCTV maintenance"},
    ),
    "blank heading holds the document type": (
        ("Capital/Revenue/Balance Sheet,,Directorate,SERCOP High Level Category,SERCOP Detailed Category,Transaction Number,Date,Supplier Name,Amount\n"
        'Revenue,KG,Neighbourhoods,Central,Comm Safety,5100012,22.12.2023,ALPHA LTD,"-1,000.00"\n'),
        "generic", "5100012", 1,
        {"source_type": "KG", "capital_or_revenue": "Revenue", "posted_on": "2023-12-22", "journal_class": "credit-note", "accounting_period": "202309"},
    ),
    "gross, VAT and net": (
        "Supplier,Date,Transaction No,Gross,VAT,Net,Description\nALPHA,03/04/2017,1,120.00,20.00,100.00,x\n",
        "generic", "1", 1,
        {"gross": "12000", "vat": "2000", "net": "10000", "amount": "10000"},
    ),
    "duplicate headings": (
        ("Supplier,Supplier,Reference,Date,Amount (Net of VAT),Unrecoverable VAT,Description,Description\n"
        "ALPHA,,JAN22-002,31/01/2022,100.00,0.00,a,b\n"),
        "generic", "", 1,
        {"supplier": "ALPHA", "invoice_ref": "JAN22-002", "net": "10000", "vat": "", "description": "a b"},
    ),
    "four columns": (
        "Supplier,Date,Amount,Purpose\nALPHA,03/04/2017,120.00,Gas\n", "generic", "", 1,
        {"supplier": "ALPHA", "amount": "12000", "description": "Gas"},
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_a_real_header_row_is_recognised_and_its_line_read(case):
    text, system, key, header_row, wanted = CASES[case]
    extract = read(text.encode("cp1252") if "cp1252" in case else text)
    assert (extract.format, extract.header_row, extract.rows) == (system, header_row, 1)
    assert (extract.dropped, extract.rejected) == ((), ())
    line = {
        name: "" if value is None else str(value)
        for name, value in extract.lines.row(0, named=True).items()
    }
    assert {name: line[name] for name in wanted} == wanted
    assert line["ledger_key"] == key or (not key and line["ledger_key"].startswith("content-"))


def test_a_file_without_headings_is_refused_and_not_guessed_at():
    with pytest.raises(Unreadable) as caught:
        read("a,b,c\n1,2,3\n")
    assert (caught.value.code, "'a | b | c'" in caught.value.what) == ("no-header", True)


def test_a_header_without_lines_is_refused():
    with pytest.raises(Unreadable) as caught:
        read("Supplier,Date,Amount,Purpose\n")
    assert caught.value.code == "empty"


def test_a_format_can_be_forced_and_an_unknown_one_is_named():
    text = CASES["four columns"][0]
    assert read(text, format_name="sap").format == "sap"
    with pytest.raises(Unreadable) as caught:
        read_extract(text.encode(), "x.csv", format_name="sagé")
    assert (caught.value.code, "unit4" in caught.value.remedy) == ("unknown-format", True)


def test_the_layout_function_answers_nothing_for_a_table_without_header():
    assert find_layout(read_table(b"a,b\n1,2\n", "x.csv", BULK), None) is None
