"""What leaders value: their answers, and the weights that follow."""
