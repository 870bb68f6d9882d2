"""The company's rules at the office: read, drafted, compared, approved (P9.1)."""
