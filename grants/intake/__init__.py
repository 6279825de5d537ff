"""From the cells of a return workbook to draft spend lines."""
