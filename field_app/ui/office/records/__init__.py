"""客户工程档案 at the office: found, read, corrected, merged, taken from spreadsheets (P2.2)."""
