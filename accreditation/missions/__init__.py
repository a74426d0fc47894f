"""Field missions beside a mentor."""
