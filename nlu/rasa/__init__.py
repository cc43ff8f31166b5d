"""What Rasa runs: our tokenizer, our features and our linear layer as components of its graph, training and serving.

These files are run by Rasa's own environment (`make rasa`), Python 3.10 or 3.11, numpy 1.23; nothing here is imported
by the product itself except `nlu.rasa.places`.
"""
