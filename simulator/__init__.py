"""A double of LINE's platform, our contract for what goes out to it, and the three-phone demo page."""
