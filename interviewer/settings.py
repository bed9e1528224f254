"""What the user may choose: a flag wins over INTERVIEWER_*, that over interviewer.toml, that over the default."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Annotated, Any, Literal, get_args, get_origin

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, TypeAdapter, ValidationError
from pydantic.fields import FieldInfo
from pydantic_settings import BaseSettings, InitSettingsSource, PydanticBaseSettingsSource, SettingsConfigDict

from interviewer import places
from interviewer.errors import BadSettings
from interviewer.library.spelling import did_you_mean
from interviewer.library.toml_file import BadToml, TomlFile, read_toml_exactly

PREFIX = "INTERVIEWER_"

NOT_SETTINGS = frozenset({"INTERVIEWER_CONFIG"})
"""Variables with our prefix that are no setting: INTERVIEWER_CONFIG names the settings file."""


SECRETS = frozenset({"api_key", "second_api_key"})
"""Never repeated in a message."""


def _empty_is_none(value: object) -> object:
    return None if value == "" else value


def _clean_key(value: object) -> object:
    """A pasted key often brings a line break or the quotes around it."""
    return value.strip().strip("\"'").strip() if isinstance(value, str) else value


def _whole_key(value: SecretStr) -> SecretStr:
    if any(letter.isspace() or not letter.isprintable() for letter in value.get_secret_value()):
        raise ValueError("white space inside the key")
    return value


Folder = Annotated[
    Path | None, BeforeValidator(_empty_is_none), AfterValidator(lambda path: path and path.expanduser())
]
Secret = Annotated[SecretStr, BeforeValidator(_clean_key), AfterValidator(_whole_key)]


Origin = Literal["flag", "environment", "file", "default"]
"""Where a value comes from."""


class Settings(BaseSettings):
    """Everything that can be chosen, with the default that works on an ordinary machine without a network."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_ignore_empty=True,
        extra="forbid",
        frozen=True,
        hide_input_in_errors=True,
        use_attribute_docstrings=True,
    )

    bank: Annotated[str, Field(min_length=1)] = "it-product-manager"
    """The question bank: the name of a shipped one, or a folder of your own."""

    questions: Annotated[int, Field(ge=1, le=50)] = 3
    """How many questions a session asks."""

    recordings: Folder = None
    """The folder that sessions are kept in. Not set: `recordings` in a checkout, else your data folder."""

    banks: Folder = None
    """The folder of your own question banks, such as imported ones. Not set: your data folder."""

    keep_days: Annotated[int, Field(ge=0, le=36500)] = 0
    """Days after which a session is deleted, when the next interview begins. 0: sessions are kept for ever."""

    models: Folder = None
    """The folder that weights are kept in. Not set: your data folder."""

    cache: Folder = None
    """The folder for what can be made again, such as spoken questions. Not set: your cache folder."""

    voice: Literal["auto", "piper-joe", "pyttsx3", "off"] = "auto"
    """Who speaks: the best voice that is there, the natural Piper voice, your system's voice, or nobody."""

    voice_name: str = ""
    """Which voice of your system `pyttsx3` uses, by name or id. Empty: the system's default."""

    rate: Annotated[int, Field(ge=80, le=320)] = 165
    """How fast questions are spoken, in words a minute."""

    microphone: str = ""
    """The input device, by number or part of its name. Empty: the system's default."""

    speaker: str = ""
    """The output device, by number or part of its name. Empty: the system's default; `off`: no sound is played."""

    ears: Annotated[str, Field(min_length=1)] = "whisper-base"
    """The weights that write down what you say, such as `whisper-base` or the quicker `whisper-tiny.en`."""

    language: Annotated[str, Field(pattern="^[a-z]{2,3}$")] = "en"
    """The language that you answer in, as a code of two or three letters. Only English is judged well so far."""

    threads: Annotated[int, Field(ge=0, le=256)] = 0
    """How many processor threads the ears and the embedded judge may each use. 0: chosen for this machine."""

    profile: Literal["relaxed", "brisk", "patient", "manual"] = "relaxed"
    """How long pauses are waited for: `patient` gives you most time, `manual` never ends an answer for you."""

    patience: Annotated[float, Field(ge=0, le=120)] = 0.0
    """Seconds of silence that end an answer, whatever the pause looks like. 0: the profile decides."""

    speech_before_patience: Annotated[float, Field(ge=0, le=120)] = 3.0
    """Seconds of speech that must have been heard before silence can end an answer."""

    longest_answer: Annotated[float, Field(ge=1, le=7200)] = 600.0
    """Seconds after which an answer is saved and the session goes on."""

    time_to_answer: Annotated[float, Field(ge=1, le=7200)] = 180.0
    """Seconds after which the clock says that it is time to come to an end. Nothing is cut off."""

    judge: Literal["on", "off"] = "on"
    """Whether a language model judges your answers. `off`: you get recording, transcript and delivery only."""

    delivery: Literal["standard", "non-native", "disfluency-friendly", "off"] = "standard"
    """How you speak: `non-native` calls no pause, pace or filler a fault, the next hides them, `off` measures none."""

    base_url: str = ""
    """The address of an OpenAI-compatible server that judges. Empty: the embedded model on this computer."""

    model: Annotated[str, Field(min_length=1)] = "qwen-1.5b"
    """The model that judges: the id of weights on this computer or, with `base_url`, the server's name for it."""

    api_key: Secret = SecretStr("")
    """The key for `base_url`: INTERVIEWER_API_KEY, or `interviewer key set`; never in a file, and never shown."""

    second_model: str = ""
    """The model that judges what the first judge cannot, such as `qwen-1.5b`. Empty: none does."""

    second_base_url: str = ""
    """The address of the server of `second_model`. Empty: weights on this computer."""

    second_api_key: Secret = SecretStr("")
    """The key for `second_base_url`: INTERVIEWER_SECOND_API_KEY, or `interviewer key set HOST`; never shown."""

    prompt_price: Annotated[float, Field(ge=0, le=1e6)] = 0.0
    """What a million tokens sent to `base_url` cost, in your currency. 0 for both prices: nothing is counted."""

    reply_price: Annotated[float, Field(ge=0, le=1e6)] = 0.0
    """What a million tokens of its replies cost, in your currency."""

    second_prompt_price: Annotated[float, Field(ge=0, le=1e6)] = 0.0
    """What a million tokens sent to `second_base_url` cost, in your currency."""

    second_reply_price: Annotated[float, Field(ge=0, le=1e6)] = 0.0
    """What a million tokens of the replies of `second_base_url` cost, in your currency."""

    session_budget: Annotated[float, Field(ge=0, le=1e6)] = 0.0
    """The most that judging may cost from one start of the program to its end, in your currency. 0: no limit."""

    month_budget: Annotated[float, Field(ge=0, le=1e6)] = 0.0
    """The most that judging may cost in a calendar month, in your currency. 0: no limit."""

    send_to: str = ""
    """Hosts that your answers may be sent to without asking, such as `api.openai.com`, with a space between them."""

    allow_insecure: bool = False
    """Allows `base_url` to send your words unencrypted (plain http) to another computer."""

    manner: Literal["neutral", "friendly", "pressing"] = "neutral"
    """How the interviewer speaks to you: `pressing` doubts and wants numbers. All of them judge you alike."""

    follow_ups: Annotated[int, Field(ge=0, le=2)] = 1
    """How many follow-ups a question may get, asked about what its answer left out. 0: none is asked."""

    follow_ups_in_all: Annotated[int, Field(ge=0, le=100)] = 6
    """How many follow-ups an interview may have in all."""

    seed: Annotated[int, Field(ge=0, le=2**31 - 1)] = 0
    """Makes the choice of questions and the judge's sampling repeatable."""

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        return init_settings, env_settings, InitSettingsSource(settings_cls, _read_config())


def load(**flags: Any) -> Settings:
    """The settings in force. A flag that is None was not given. Raises BadSettings with the place of the fault."""
    given = {name: value for name, value in flags.items() if value is not None}
    if strangers := given.keys() - Settings.model_fields.keys():
        raise TypeError(f"no such settings: {sorted(strangers)}")
    _refuse_unknown_variables()
    try:
        return Settings(**given)
    except ValidationError as error:
        name = str(error.errors()[0]["loc"][0])
        if name in given:
            where, found = flag(name), given[name]
        else:
            where, found = variable(name), os.environ.get(variable(name), "")
        raise BadSettings(_wrong(where, name, found), hint=_hint(name)) from error


def origin(name: str, **flags: Any) -> Origin:
    """Where the value of a setting comes from that `load` finds with the same flags."""
    if flags.get(name) is not None:
        return "flag"
    # The names of variables are as good in small letters.
    if any(value for given, value in os.environ.items() if given.upper() == variable(name)):
        return "environment"
    return "file" if name in _read_config() else "default"


def second(chosen: Settings) -> Settings | None:
    """The settings of the judge that may take over; None when the user has named none."""
    if not chosen.second_model:
        return None
    names = ("model", "base_url", "api_key", "prompt_price", "reply_price")
    judge = {name: getattr(chosen, f"second_{name}") for name in names}
    return chosen.model_copy(update=judge)


def shown(chosen: Settings, name: str) -> str:
    """A value as people write it; of a key, only whether there is one."""
    value = getattr(chosen, name)
    if isinstance(value, SecretStr):
        return "(set)" if value.get_secret_value() else ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if value is None:
        return ""
    return f"{value:g}" if isinstance(value, float) else str(value)


def flag(name: str) -> str:
    """The command line's spelling of a setting."""
    return "--" + name.replace("_", "-")


def variable(name: str) -> str:
    """The environment's spelling of a setting."""
    return PREFIX + name.upper()


def allowed(name: str) -> str:
    """What a setting may be, as the end of a sentence that begins with its name and "must be"."""
    field = Settings.model_fields[name]
    if get_origin(field.annotation) is Literal:
        return "one of " + ", ".join(f'"{choice}"' for choice in get_args(field.annotation))
    if field.annotation in (int, float):
        kind = "a whole number" if field.annotation is int else "a number"
        return f"{kind} from {_limit(field, 'ge'):g} to {_limit(field, 'le'):.10g}"
    if name == "language":
        return 'a language code of two or three small letters, such as "en"'
    if field.annotation is bool:
        return "true or false"
    if name in ("recordings", "banks", "models", "cache"):
        return "a folder"
    if name in SECRETS:
        return "one word without white space in it"
    return "text, and not empty" if field.metadata else "text"


def _limit(field: FieldInfo, which: str) -> float:
    return next(float(getattr(rule, which)) for rule in field.metadata if hasattr(rule, which))


def _wrong(where: str, name: str, found: object) -> str:
    """A key is never repeated, not even a wrong one."""
    got = "" if name in SECRETS else f" (got {json.dumps(found, default=str, ensure_ascii=False)})"
    return f"{where} must be {allowed(name)}{got}"


def _hint(name: str) -> str:
    return f"Set {variable(name)}, or write {name} in interviewer.toml; docs/settings.md has them all."


def _refuse_unknown_variables() -> None:
    known = {variable(name) for name in Settings.model_fields} | NOT_SETTINGS
    for given in sorted(os.environ):
        if given.upper().startswith(PREFIX) and given.upper() not in known:
            raise BadSettings(
                f'unknown setting "{given}" in the environment{did_you_mean(given, known)}',
                hint=f"Correct the name, or: unset {given}",
            )


def _read_config() -> dict[str, Any]:
    """The settings file's own choices, checked one by one so that a fault is told with file and line."""
    path = places.config_file()
    return {} if path is None else read_config(path).data


def read_config(path: Path, data: bytes | None = None) -> TomlFile:
    """A settings file, or what it would be with `data` in it. Raises BadSettings with the line of the first fault."""
    try:
        file = read_toml_exactly(path, data)
    except BadToml as error:
        raise BadSettings(f"{path.name} line {error.line}: {error.message}", hint=f"Mend {path}.") from error
    for name, value in file.data.items():
        _check_choice(file, name, value)
    return file


def _check_choice(file: TomlFile, name: str, value: object) -> None:
    where = f"{file.path.name} line {file.line(name)}"
    field = Settings.model_fields.get(name)
    if field is None:
        raise BadSettings(
            f'{where}: unknown key "{name}"{did_you_mean(name, Settings.model_fields)}',
            hint=f"Mend {file.path}; docs/settings.md has all the keys.",
        )
    if name in SECRETS and value:
        raise BadSettings(
            f"{where}: {name} does not belong in a file",
            hint=f"Take it out of {file.path}, and set {variable(name)} in the environment, or: interviewer key set",
        )
    exact: TypeAdapter[Any] = TypeAdapter(field.rebuild_annotation())
    try:
        exact.validate_json(json.dumps(value, default=_fits_nothing), strict=True)
    except ValidationError as error:
        raise BadSettings(f"{where}: {_wrong(name, name, value)}", hint=f"Mend {file.path}.") from error


def _fits_nothing(moment: object) -> list[str]:
    """TOML knows dates and times; no setting is one."""
    return [str(moment)]
