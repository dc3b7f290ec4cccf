"""Which papers there are, and what is in them. A test holds the files to this."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from broker.contracts.papers import asyncapi, tables
from broker.contracts.papers.schemas import schemas
from broker.contracts.surveys import shape

ROOT = Path(__file__).parents[3]
README = "broker/README.md"
BEGIN, END = "<!-- made by `python -m broker.contracts.papers` from here -->", "<!-- to here -->"


def papers() -> dict[str, str]:
    """{path below the repository's root: text}."""
    found = {f"docs/contract/{name.lower()}.schema.json": _json(schema) for name, schema in schemas().items()}
    found["docs/contract/survey.schema.json"] = _json(shape.schema())
    found["docs/contract/asyncapi.json"] = _json(asyncapi.document())
    before, _, rest = (ROOT / README).read_text("utf-8").partition(BEGIN)
    _, _, after = rest.partition(END)
    found[README] = f"{before}{BEGIN}\n\n{tables.tables()}\n\n{END}{after}"
    return found


def _json(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"
