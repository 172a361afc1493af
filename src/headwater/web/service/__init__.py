"""The room of services: vision, catalogue, needs, engagements with their clocks, satisfaction."""
