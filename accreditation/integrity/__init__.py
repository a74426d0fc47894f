"""The integrity register: people about whom the region was warned, and the cases whose applicant may be one of them."""
