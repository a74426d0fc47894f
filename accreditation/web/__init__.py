"""The edge: pages by audience; the only place that knows Flask."""
