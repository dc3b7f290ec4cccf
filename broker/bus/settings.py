"""Where the broker is and what this appliance is called: CHERHA_* variables over one TOML file."""

from __future__ import annotations

from pathlib import Path

from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, TomlConfigSettingsSource

from broker.contracts.hall_check import load
from broker.contracts.hall_file import HallFile


class Settings(BaseSettings):
    """CHERHA_BROKER_HOST, CHERHA_BROKER_PORT, CHERHA_HALL (file), CHERHA_STATE_DIR, CHERHA_APPLIANCE (its id), …

    `state_dir` is the appliance's own folder for what must survive a restart.
    """

    model_config = SettingsConfigDict(env_prefix="CHERHA_", extra="forbid")

    broker_host: str = "127.0.0.1"
    broker_port: int = 1883
    hall: Path = Path("hall.toml")
    state_dir: Path = Path("state")
    appliance: str = ""
    # Device wiring; each role reads its own.
    printer: str = "tape"  # tape | usb:VID:PID | net:HOST[:PORT] | serial:DEVICE | file:PATH
    paper: int = 80  # millimetres
    window_size: str = ""  # "1080x1920"; empty: full screen
    panel: float = 21.5  # inches of a touch screen's diagonal: buttons are measured in millimetres
    sound: str = "player"  # player | wav:DIR | silent
    voice: str = "best"  # best | rhvoice | clips | espeak | chime
    office_port: int = 8080
    log: str = "info"

    def hall_file(self) -> HallFile:
        """The hall file, read and checked. ConfigError with every mistake."""
        return load(self.hall)

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - the signature is pydantic's
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls)

    @classmethod
    def read(cls, config: Path | None = None, **given: object) -> Settings:
        """Settings from `config` (TOML) under the environment under `given`."""
        if config is None:
            return cls(**given)  # type: ignore[arg-type]  # pydantic checks them
        named = type(
            "Settings",
            (cls,),
            {"model_config": SettingsConfigDict(env_prefix="CHERHA_", extra="forbid", toml_file=config)},
        )
        return named(**given)  # type: ignore[no-any-return]
