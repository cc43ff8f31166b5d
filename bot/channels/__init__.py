"""What carries messages: one contract, one module for each channel."""
