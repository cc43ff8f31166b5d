"""Our linear layer as a Rasa classifier: `nlu.head` over whatever sentence features stand before it."""

import json
from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.nlu.featurizers.featurizer import Featurizer
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from scipy.sparse import csr_matrix, hstack, vstack
from threadpoolctl import threadpool_limits

from nlu.head import Head, make_head
from nlu.model import Thresholds, chances
from nlu.rasa.places import version_at_hand

_ARRAYS, _WORDS = "head.npz", "head.json"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class MarginClassifier(IntentClassifier, GraphComponent):
    """The widest margin between intents, made calibrated probabilities; every intent is ranked."""

    def __init__(
        self,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        head: "Head | None" = None,
        version: str = "",
    ) -> None:
        self._config, self._model_storage, self._resource = config, model_storage, resource
        self._head, self._version = head, version

    @classmethod
    def required_components(cls) -> list[type]:
        """This function will say what must stand before this one."""
        return [Featurizer]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """This function will give the configuration: there is nothing to set."""
        return {}

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "MarginClassifier":
        """This function will make the component for Rasa's graph."""
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,  # noqa: ANN401 - Rasa's signature
    ) -> "MarginClassifier":
        """This function will read back what was learnt."""
        with model_storage.read_from(resource) as folder:
            words = json.loads((folder / _WORDS).read_text(encoding="utf-8"))
            with np.load(folder / _ARRAYS, allow_pickle=False) as arrays:
                weights, bias = arrays["weights"].astype(np.float32), arrays["bias"]
        head = Head(tuple(words["intents"]), weights, bias, Thresholds(**words["thresholds"]))
        return cls(config, model_storage, resource, head, words["version"])

    def train(self, training_data: TrainingData) -> Resource:
        """This function will fit the layer, and keep it without pickle."""
        learnt = [one for one in training_data.intent_examples if one.get(TEXT) and one.get(INTENT)]
        with threadpool_limits(limits=1):
            head = make_head(
                _matrix(learnt), [one.get(INTENT) for one in learnt], texts=[one.get(TEXT) for one in learnt]
            )
        self._head, self._version = head, version_at_hand()
        words = {
            "version": self._version,
            "intents": head.intents,
            "thresholds": {"top": head.thresholds.top, "out_of_scope": head.thresholds.out_of_scope},
        }
        with self._model_storage.write_to(self._resource) as folder:
            (folder / _WORDS).write_text(json.dumps(words), encoding="utf-8")
            np.savez_compressed(folder / _ARRAYS, weights=head.weights.astype(np.float16), bias=head.bias)
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """This function will rank the intents of each message that has features."""
        head = self._head
        for one in messages:
            if head is None or not one.get(TEXT):
                continue
            scores = np.asarray(_matrix([one]) @ head.weights.T)[0] + head.bias
            pairs = zip(head.intents, chances(scores))  # noqa: B905 - one chance an intent
            ranking = [
                {"name": name, "confidence": round(float(chance), 6)}
                for name, chance in sorted(pairs, key=lambda pair: (-pair[1], pair[0]))
            ]
            one.set("intent", ranking[0], add_to_output=True)
            one.set("intent_ranking", ranking, add_to_output=True)
            one.set("model_id", self._version, add_to_output=True)
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """This function will leave the training utterances alone: nothing stands after this one."""
        return training_data


def _matrix(messages: list[Message]) -> csr_matrix:
    """This function will put the sparse and the dense sentence features of each message side by side."""
    rows = []
    for one in messages:
        sparse, dense = one.get_sparse_features(TEXT)[1], one.get_dense_features(TEXT)[1]
        rows.append(hstack([csr_matrix(part.features) for part in (sparse, dense) if part is not None]))
    return vstack(rows, format="csr")
