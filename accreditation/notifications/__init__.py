"""One catalogue of messages: compose and deliver."""
