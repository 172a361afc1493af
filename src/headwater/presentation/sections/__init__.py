"""The parts that documents are put together from: one finding each, with its evidence."""
