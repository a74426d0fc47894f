"""The commands of `accreditation`, one file a verb."""
