"""What the tests of the story layer share."""

from __future__ import annotations

from hypothesis import HealthCheck, settings

# a busy machine is no failure: nothing here is judged by the clock
settings.register_profile("unhurried", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("unhurried")
