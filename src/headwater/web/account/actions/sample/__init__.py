"""A sample year of service: a seeded simulation, written through the actions that people use."""

from headwater.web.account.actions.sample.loading import SEED, load_sample_year

__all__ = ["SEED", "load_sample_year"]
