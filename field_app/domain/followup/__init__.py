"""Chapter 9 about customers: complaints and return visits, one module each."""
