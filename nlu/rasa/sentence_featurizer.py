"""Sentence vectors as a Rasa featurizer: `nlu.encoder`, the same as the embedded engine's."""

from functools import lru_cache
from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.featurizers.dense_featurizer.dense_featurizer import DenseFeaturizer
from rasa.nlu.tokenizers.tokenizer import Tokenizer
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from nlu.encoder import UniversalSentenceEncoder
from nlu.spelling import tidy


@lru_cache(maxsize=1)
def _encoder() -> UniversalSentenceEncoder:
    """This function will load the weights once, however many components there are."""
    return UniversalSentenceEncoder()


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class SentenceFeaturizer(DenseFeaturizer, GraphComponent):
    """One dense row a message, times `scale`."""

    def __init__(self, config: dict[str, Any], name: str) -> None:
        super().__init__(name, config)

    @classmethod
    def required_components(cls) -> list[type]:
        """This function will say what must stand before this one."""
        return [Tokenizer]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """This function will give the configuration where the file says nothing."""
        return {**DenseFeaturizer.get_default_config(), "scale": 1.0}

    @classmethod
    def validate_config(cls, config: dict[str, Any]) -> None:
        """This function will accept any configuration: the scale is all there is."""

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "SentenceFeaturizer":
        """This function will make the component for Rasa's graph."""
        return cls(config, execution_context.node_name)

    def process(self, messages: list[Message]) -> list[Message]:
        """This function will add the features to what people wrote, tidied first as the embedded engine does."""
        self._add([(one, tidy(one.get(TEXT))) for one in messages if one.get(TEXT)])
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """This function will add the features to the training utterances as they are written."""
        self._add([(one, one.get(TEXT)) for one in training_data.training_examples if one.get(TEXT)])
        return training_data

    def _add(self, texts: list[tuple[Message, str]]) -> None:
        vectors = np.float32(self._config["scale"]) * _encoder().encode([text for _, text in texts])
        for (one, _), vector in zip(texts, vectors):  # noqa: B905 - one row a text, by the encoder's word
            one.add_features(Features(vector[None, :], FEATURE_TYPE_SENTENCE, TEXT, self._identifier))
