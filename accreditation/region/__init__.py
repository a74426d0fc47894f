"""The region: Member administrations, offices and centres, categories and subjects."""
