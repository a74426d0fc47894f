"""Whether a certificate that somebody holds is true: four checks, each with its own result, without a database."""
