"""TF-IDF of letter groups as a Rasa featurizer: `nlu.letters`, the same as the embedded engine's."""

import json
from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.featurizers.sparse_featurizer.sparse_featurizer import SparseFeaturizer
from rasa.nlu.tokenizers.tokenizer import Tokenizer
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from nlu.letters import LetterTable
from nlu.training import letter_rows

_GROUPS, _WEIGHTS = "groups.json", "weights.npz"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=True)
class LetterFeaturizer(SparseFeaturizer, GraphComponent):
    """One sparse row a message, times `scale`."""

    def __init__(
        self,
        config: dict[str, Any],
        name: str,
        model_storage: ModelStorage,
        resource: Resource,
        table: "LetterTable | None" = None,
    ) -> None:
        super().__init__(name, config)
        self._model_storage, self._resource, self._table = model_storage, resource, table

    @classmethod
    def required_components(cls) -> list[type]:
        """This function will say what must stand before this one."""
        return [Tokenizer]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """This function will give the configuration where the file says nothing."""
        return {**SparseFeaturizer.get_default_config(), "scale": 1.0}

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
    ) -> "LetterFeaturizer":
        """This function will make the component for Rasa's graph."""
        return cls(config, execution_context.node_name, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,  # noqa: ANN401 - Rasa's signature
    ) -> "LetterFeaturizer":
        """This function will read back what was learnt."""
        with model_storage.read_from(resource) as folder:
            groups = json.loads((folder / _GROUPS).read_text(encoding="utf-8"))
            with np.load(folder / _WEIGHTS, allow_pickle=False) as arrays:
                weights = arrays["weights"]
        table = LetterTable({group: at for at, group in enumerate(groups)}, weights)
        return cls(config, execution_context.node_name, model_storage, resource, table)

    def train(self, training_data: TrainingData) -> Resource:
        """This function will learn which groups count, and keep them without pickle."""
        texts = [one.get(TEXT) for one in training_data.training_examples if one.get(TEXT)]
        self._table = LetterTable.learn(texts)
        with self._model_storage.write_to(self._resource) as folder:
            groups = json.dumps(list(self._table.columns), ensure_ascii=False)
            (folder / _GROUPS).write_text(groups, encoding="utf-8")
            np.savez_compressed(folder / _WEIGHTS, weights=self._table.weights)
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """This function will add the features to what people wrote."""
        with_text = [one for one in messages if one.get(TEXT)]
        if with_text and self._table is not None:
            rows = letter_rows(self._table, [one.get(TEXT) for one in with_text])
            for at, one in enumerate(with_text):
                row = (self._config["scale"] * rows[at]).tocoo()
                one.add_features(Features(row, FEATURE_TYPE_SENTENCE, TEXT, self._identifier))
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """This function will add the features to the training utterances."""
        self.process(training_data.training_examples)
        return training_data
