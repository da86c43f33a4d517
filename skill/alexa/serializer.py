"""A fast, forgiving serializer in place of `ask_sdk_core.serialize.DefaultSerializer`.

What the stock one makes of a valid envelope, this one makes too, out of converters that are put
together once for each model class instead of looking every field up again. It differs where the
stock one raises or passes nonsense on, because the platform adds request types, enum values and
interfaces without notice and asks skills not to break over them ("Request and Response JSON
Reference"):

* an unknown discriminator (request type, slot-value type, …) gives the base class, which keeps the
  type and all fields; an unknown enum value gives None;
* a field of the wrong JSON type is None, and an element of the wrong type, or null, in a list or
  map of models is left out; nothing is coerced;
* moments are ISO 8601 and nothing else;
* an unknown field never shadows an attribute of the model class.
"""

import importlib
import json
import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any, Final, TypeAlias

from ask_sdk_core.exceptions import SerializationException
from ask_sdk_model.services import Serializer

Json: TypeAlias = Any
"""A JSON value."""
Model: TypeAlias = Any
"""One of the SDK's model classes or an object of one; the SDK has no types."""
Convert = Callable[[Any], Any]
"""Makes an attribute's value of a JSON value; None of null and of a value of the wrong type."""

_LIST = re.compile(r"list\[(.+)\]")
_MAP = re.compile(r"dict\([^,]+, (.+)\)")
_AS_THEY_ARE = frozenset({str, int, float, bool, bytes, type(None)})


def _unchanged(value: Json) -> Json:
    return value


def _text(value: Json) -> str | None:
    return value if type(value) is str else None


def _truth(value: Json) -> bool | None:
    return value if type(value) is bool else None


def _whole(value: Json) -> int | None:
    if type(value) is float and value.is_integer():
        return int(value)
    return value if type(value) is int else None


def _number(value: Json) -> float | None:
    if type(value) is int:
        try:
            return float(value)
        except OverflowError:
            return None
    return value if type(value) is float else None


def _moment(value: Json) -> datetime | None:
    if type(value) is not str:
        return None
    try:
        return datetime.fromisoformat(value.upper())  # RFC 3339 allows a "z" in lower case
    except ValueError:
        return None


def _day(value: Json) -> date | None:
    moment = _moment(value)
    return None if moment is None else moment.date()


_SCALARS: Final[Mapping[type, Convert]] = {
    str: _text,
    bool: _truth,
    int: _whole,
    float: _number,
    datetime: _moment,
    date: _day,
    object: _unchanged,
}


class EnvelopeSerializer(Serializer):
    """Reads and writes the SDK's model classes. Safe for threads; keep one instance."""

    def __init__(self) -> None:
        """Begin knowing no model class; each is looked at when first met."""
        self._converters = {kind.__name__: convert for kind, convert in _SCALARS.items()}
        self._readers = dict(_SCALARS)
        self._writers: dict[type, Convert] = {}

    # Reading

    def deserialize(self, payload: str | bytes | None, obj_type: Model | str) -> Model:
        """An object of `obj_type`, a model class or one of the SDK's type strings, out of JSON.

        Raises `SerializationException`, without quoting the payload, where it is not JSON or not
        of the JSON type that `obj_type` needs.
        """
        if payload is None:
            return None
        try:
            data = json.loads(payload)
        except (ValueError, RecursionError) as error:
            message = f"the payload is not JSON ({type(error).__name__})"
            raise SerializationException(message) from None
        return self.read(data, obj_type)

    def read(self, data: Json, obj_type: Model | str) -> Model:
        """The same, out of JSON that has been parsed already, as Lambda hands it over."""
        if data is None:
            return None
        convert = self._converter(obj_type) if isinstance(obj_type, str) else self._reader(obj_type)
        try:
            value = convert(data)
        except RecursionError:
            raise SerializationException("the payload is nested too deeply") from None
        if value is None:
            message = f"the payload is a JSON {type(data).__name__}, which is no {obj_type}"
            raise SerializationException(message)
        return value

    def _converter(self, type_name: str) -> Convert:
        """The converter behind one of the SDK's type strings."""
        convert = self._converters.get(type_name)
        if convert is None:
            if of_list := _LIST.fullmatch(type_name):
                convert = _list_of(self._converter(of_list[1]))
            elif of_map := _MAP.fullmatch(type_name):
                convert = _map_of(self._converter(of_map[1]))
            else:
                convert = self._on_first_use(type_name)
            self._converters[type_name] = convert
        return convert

    def _on_first_use(self, class_name: str) -> Convert:
        """A converter that imports its model class when a request first holds one.

        The models are some five hundred classes; a request needs about twenty.
        """
        reader: Convert | None = None

        def convert(value: Json) -> Model:
            nonlocal reader
            if reader is None:
                reader = self._reader(_imported(class_name))
            return reader(value)

        return convert

    def _reader(self, model: Model) -> Convert:
        reader = self._readers.get(model)
        if reader is None:
            if issubclass(model, Enum):
                reader = _enum_reader(model)
            elif not hasattr(model, "deserialized_types"):
                reader = _unchanged
            elif hasattr(model, "get_real_child_model"):
                reader = self._reader_by_discriminator(model)
            else:
                reader = self._model_reader(model)
            self._readers[model] = reader
        return reader

    def _reader_by_discriminator(self, base: Model) -> Convert:
        key: str = base.json_discriminator_key
        class_names: dict[str, str] = base.discriminator_value_class_map
        read_base = self._model_reader(base)
        readers: dict[str, Convert] = {}

        def read(value: Json) -> Model:
            if type(value) is not dict:
                return None
            kind = value.get(key)
            if type(kind) is not str:
                return read_base(value)
            reader = readers.get(kind)
            if reader is None:
                class_name = class_names.get(kind)
                if class_name is None:
                    return read_base(value)  # Not kept: there is no end of unknown types.
                # A child reads itself, whether or not it could be the base of others.
                reader = readers[kind] = self._model_reader(_imported(class_name))
            return reader(value)

        return read

    def _model_reader(self, model: Model) -> Convert:
        # What the constructor sets, among it attributes with mangled names; all immutable.
        fresh = vars(model())
        keys = {attribute: attribute for attribute in model.deserialized_types}
        keys |= getattr(model, "attribute_map", {})
        fields = {
            key: (attribute, self._converter(model.deserialized_types[attribute])) for attribute, key in keys.items()
        }
        taken = frozenset(dir(model)) | fresh.keys()
        create = model.__new__

        def read(value: Json) -> Model:
            if type(value) is not dict:
                return None
            made = create(model)
            attributes = made.__dict__
            attributes.update(fresh)
            for key, item in value.items():
                field = fields.get(key)
                if field is not None:
                    # Null is kept from the converter, which would import its class for it.
                    attributes[field[0]] = None if item is None else field[1](item)
                elif key not in taken:
                    attributes[key] = item
            return made

        return read

    # Writing

    def serialize(self, obj: Model) -> Json:
        """What `json.dumps` takes, out of a model, a plain value, or lists and maps of them.

        Raises `SerializationException` for an object of any other type.
        """
        kind = type(obj)
        if kind in _AS_THEY_ARE:
            return obj
        if kind is dict:
            write = self.serialize
            return {key: write(item) for key, item in obj.items()}
        writer = self._writers.get(kind)
        if writer is None:
            writer = self._writers[kind] = self._writer(kind)
        return writer(obj)

    def _writer(self, kind: type) -> Convert:
        if hasattr(kind, "deserialized_types"):
            return self._model_writer(kind)
        write = self.serialize
        for family, writer in (
            ((str, int, float, bytes), _unchanged),  # Subclasses, as of escaped text.
            (list, lambda items: [write(item) for item in items]),
            (tuple, lambda items: tuple(write(item) for item in items)),
            (date, lambda moment: moment.isoformat()),
            (Enum, lambda member: member.value),
            (Decimal, lambda number: int(number) if number % 1 == 0 else float(number)),
            (dict, lambda mapping: {key: write(item) for key, item in mapping.items()}),
        ):
            if issubclass(kind, family):
                return writer
        message = f"{kind.__name__} cannot be put into JSON: use a model, a plain value, list or map"
        raise SerializationException(message)

    def _model_writer(self, model: Model) -> Convert:
        named: Mapping[str, str] = getattr(model, "attribute_map", {})
        fields = tuple((attribute, named.get(attribute, attribute)) for attribute in model.deserialized_types)
        write = self.serialize

        def write_model(obj: Model) -> dict[str, Any]:
            return {key: write(value) for attribute, key in fields if (value := getattr(obj, attribute)) is not None}

        return write_model


def _imported(class_name: str) -> Model:
    module, _, name = class_name.rpartition(".")
    return getattr(importlib.import_module(module), name)


def _enum_reader(members: type[Enum]) -> Convert:
    by_value = {member.value: member for member in members}
    return lambda value: by_value.get(value) if type(value) is str else None


def _list_of(convert: Convert) -> Convert:
    if convert is _unchanged:
        return lambda value: value if type(value) is list else None

    def read(value: Json) -> list[Any] | None:
        if type(value) is not list:
            return None
        return [made for item in value if (made := convert(item)) is not None]

    return read


class Own(dict[str, Any]):
    """A JSON object that came in a request and is its turn's alone: what copies it, as the SDK does, may have it."""

    def __deepcopy__(self, memo: object) -> "Own":
        """Itself: nobody else holds it."""
        return self


def _map_of(convert: Convert) -> Convert:
    if convert is _unchanged:
        return lambda value: Own(value) if type(value) is dict else None

    def read(value: Json) -> dict[str, Any] | None:
        if type(value) is not dict:
            return None
        return {key: made for key, item in value.items() if (made := convert(item)) is not None}

    return read
