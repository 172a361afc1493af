"""The papers that a decision leaves with: deck, workbook, report, decision file."""
