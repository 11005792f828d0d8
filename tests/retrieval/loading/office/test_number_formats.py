"""Cells show their numbers and dates as a spreadsheet does."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest

from retrieval.loading.office.number_formats import Value, shown


@pytest.mark.parametrize(
    ("value", "form", "text"),
    [
        (531113333, "0##-###-####", "053-111-3333"),
        (1012345678, "000-0000-0000", "010-1234-5678"),
        (212345678, "0#-####-####", "02-1234-5678"),
        (15881234, "####-####", "1588-1234"),
        (0.35, "0%", "35%"),
        (0.1235, "0.0%", "12.4%"),
        (1250000000, "#,##0", "1,250,000,000"),
        (1234.5, "#,##0.00", "1,234.50"),
        (-1200, "#,##0;[Red]△#,##0", "△1,200"),
        (-3.25, "0.0", "-3.3"),
        (-0.4, "0", "0"),
        (1250000, "#,##0,", "1,250"),
        (8000, '#,##0"원"', "8,000원"),
        (8000, "[$₩-412]#,##0", "₩8,000"),
        (0, "#,##0;-#,##0;\\-", "-"),
        (7, "000", "007"),
        (0.5, "#.0", ".5"),
        (3.0, "General", "3"),
        (0.1 + 0.2, "General", "0.3"),
        (531113333, "General", "531113333"),
        (12345678, "0.00E+00", "1.23E+07"),
        (2.5, "# ?/?", "2.5"),
        (True, "General", "TRUE"),
        ("053-111-2222", "@", "053-111-2222"),
        (1, ";;;", ""),
        (datetime(2027, 3, 31), "yyyy-mm-dd", "2027-03-31"),
        (datetime(2027, 3, 31), "mm-dd-yy", "2027-03-31"),
        (datetime(2027, 3, 31), 'yyyy"년" m"월" d"일"', "2027년 3월 31일"),
        (datetime(2027, 3, 31, 9, 5), "yyyy. m. d. h:mm", "2027. 3. 31. 9:05"),
        (datetime(2027, 3, 31, 15, 5, 7), "h:mm:ss AM/PM", "3:05:07 PM"),
        (datetime(2027, 3, 31, 9, 0), "오전/오후 h:mm", "오전 9:00"),
        (date(2027, 3, 31), "yyyy-mm-dd (aaa)", "2027-03-31 (수)"),
        (46477, "yyyy-mm-dd", "2027-03-31"),
        (time(14, 30), "hh:mm", "14:30"),
        (timedelta(hours=30, minutes=5), "[h]:mm", "30:05"),
    ],
)
def test_a_value_is_shown_in_the_form_of_its_cell(value: Value, form: str, text: str) -> None:
    assert shown(value, form) == text
