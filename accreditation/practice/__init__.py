"""Practice dossiers: invented, scored by the same rubric to learn its levels; they touch no case and no figure of cases."""
