"""Words of Thai and English: Thai has no spaces between words, and Rasa's own tokenizers refuse it."""

from typing import Any

from pythainlp.tokenize import word_tokenize
from rasa.engine.graph import ExecutionContext
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.tokenizers.tokenizer import Token, Tokenizer
from rasa.shared.nlu.training_data.message import Message


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_TOKENIZER, is_trainable=False)
class ThaiTokenizer(Tokenizer):
    """Finds words by the dictionary (newmm); each keeps its place in the text."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """This function will give what Rasa's tokenizers read of their configuration."""
        return {
            "intent_tokenization_flag": False,
            "intent_split_symbol": "_",
            "token_pattern": None,
            "prefix_separator_symbol": None,
        }

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "ThaiTokenizer":
        """This function will make the component for Rasa's graph."""
        return cls(config)

    def tokenize(self, message: Message, attribute: str) -> list[Token]:
        """This function will give the words of a message in small letters, with the place each begins at."""
        text = message.get(attribute)
        found: list[Token] = []
        at = 0
        for word in word_tokenize(text, engine="newmm", keep_whitespace=True, join_broken_num=False):
            start = max(text.find(word, at), at)
            at = start + len(word)
            if word.strip():
                found.append(Token(word.strip().lower(), start + len(word) - len(word.lstrip())))
        words: list[Token] = self._apply_token_pattern(found or [Token(text, 0)])
        return words
