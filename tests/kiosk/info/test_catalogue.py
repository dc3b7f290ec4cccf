import json
import shutil
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from broker.contracts.errors import ConfigError
from kiosk.info.catalogue import columns, cpsv, folder, kept, toml_text
from kiosk.info.catalogue.check import parse
from kiosk.info.catalogue.command import main
from kiosk.info.catalogue.merging import merged
from kiosk.info.catalogue.shape import Act, Authority, Catalogue, Category, Document, Head, LifeEvent, Service, Step
from tests.kiosk.info.halls import DEMO, hall

pytestmark = pytest.mark.fast

HALL = DEMO / "hall.toml"
GOOD = (DEMO / "catalogue" / "catalogue.toml").read_text("utf-8")
PICTURES = folder.pictures_in(DEMO / "catalogue")

words = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), min_size=1, max_size=30).filter(
    str.strip
)
texts = st.fixed_dictionaries({"uk": words}, optional={"en": words})
maybe_texts = st.just({}) | texts
ids = st.from_regex(r"[a-z0-9-]{1,12}", fullmatch=True)
numbers = st.from_regex(r"\d\d-\d\d/\d\d", fullmatch=True)


@st.composite
def catalogues(draw: st.DrawFn) -> Catalogue:
    """Any catalogue without mistakes."""

    def some(kind: type, **more: st.SearchStrategy[object]) -> tuple[object, ...]:
        names = draw(st.lists(ids, max_size=3, unique=True))
        return tuple(kind(id=each, name=draw(texts), **{k: draw(v) for k, v in more.items()}) for each in names)

    parts = {
        "authority": some(Authority, address=maybe_texts, phone=words),
        "category": some(Category),
        "life_event": some(LifeEvent),
        "document": some(Document, note=maybe_texts),
        "act": some(Act),
    }

    def of(part: str) -> st.SearchStrategy[tuple[str, ...]]:
        known = [each.id for each in parts[part]]  # type: ignore[attr-defined]
        return st.lists(st.sampled_from(known), unique=True).map(tuple) if known else st.just(())

    services = tuple(
        Service(
            local_no=number,
            name=draw(texts),
            state_id=draw(st.just("") | st.from_regex(r"\d{5}", fullmatch=True)),
            category=draw(of("category")),
            life_event=draw(of("life_event")),
            authority=next(iter(draw(of("authority"))), ""),
            documents=draw(of("document")),
            acts=draw(of("act")),
            fee=draw(maybe_texts),
            cost=draw(st.none() | st.integers(0, 10**6).map(lambda kopecks: kopecks / 100)),
            days=draw(st.none() | st.integers(0, 365)),
            without=draw(maybe_texts),
            refusal=draw(maybe_texts),
        )
        for number in draw(st.lists(numbers, max_size=4, unique=True))
    )
    steps = tuple(Step(of=each.local_no, action=draw(texts), who=draw(texts), part="agrees") for each in services[:1])
    return Catalogue(catalogue=Head(version="1", updated="2026-11-23"), service=services, step=steps, **parts)


@settings(max_examples=60, deadline=None)
@given(catalogues())
def test_a_catalogue_written_as_toml_reads_as_the_same(catalogue: Catalogue):
    assert parse(toml_text.written(catalogue), "catalogue.toml", ()) == catalogue


@settings(max_examples=60, deadline=None)
@given(catalogues())
def test_services_written_as_csv_read_as_the_same(catalogue: Catalogue):
    stripped = tuple(
        msgspec.structs.replace(each, category=tuple(c for c in each.category)) for each in catalogue.service
    )
    found, mistakes = columns.read("x.csv", columns.written(stripped))
    assert mistakes == []
    assert tuple(service for _, service in found) == stripped
    rest = msgspec.structs.replace(catalogue, service=())
    assert merged(rest, (service for _, service in found)).service == catalogue.service


@settings(max_examples=60, deadline=None)
@given(catalogues())
def test_a_catalogue_written_as_json_reads_as_the_same(catalogue: Catalogue):
    assert msgspec.json.decode(msgspec.json.encode(catalogue), type=Catalogue) == catalogue


@settings(max_examples=40, deadline=None)
@given(catalogues())
def test_whatever_is_exchanged_has_what_the_profile_demands_and_refers_to_nothing_outside(catalogue: Catalogue):
    document = json.loads(json.dumps(cpsv.exported(catalogue, hall())))
    nodes = {node["@id"]: node for node in document["@graph"]}
    assert len(nodes) == len(document["@graph"])
    services = [n for n in nodes.values() if n["@type"] == "cpsv:PublicService"]
    assert len(services) == len(catalogue.service)
    for node in services:
        assert {"dct:identifier", "dct:title", "dct:description", "cv:hasCompetentAuthority"} <= set(node)
        assert nodes[node["cv:hasCompetentAuthority"]["@id"]]["@type"] == "cv:PublicOrganisation"
    for node in nodes.values():
        for value in node.values():
            for each in value if isinstance(value, list) else [value]:
                if isinstance(each, dict) and str(each.get("@id", "")).startswith("urn:"):
                    assert each["@id"] in nodes


def test_the_demo_s_catalogue_keeps_the_noughts_of_the_state():
    assert folder.load(DEMO / "catalogue", hall()).services["01-01/01"].state_id == "00034"


def test_every_mistake_is_told_at_once_with_its_line_and_what_was_meant():
    wrong = (
        GOOD.replace('state_id = "00037"', "state_id = 37", 1)
        .replace('local_no = "01-01/03"', 'local_no = "01-01/01"', 1)
        .replace('service = "residence-extract"', 'service = "residence-extrakt"', 1)
        .replace('"samples/application-benefit.png"', '"samples/aplication-benefit.png"', 1)
        .replace('authority = "migration"', 'authority = "migratoin"', 1)
    )
    with pytest.raises(ConfigError) as told:
        parse(wrong, "catalogue.toml", PICTURES, hall())
    assert len(told.value.mistakes) == 5
    assert all(mistake.startswith("catalogue.toml:") for mistake in told.value.mistakes)
    text = str(told.value)
    for meant in ('"residence-extract"?', '"samples/application-benefit.png"?', '"migration"?'):
        assert f"did you mean {meant}" in text
    line = wrong[: wrong.index("migratoin")].count("\n") + 1
    assert any(mistake.startswith(f"catalogue.toml:{line}:") for mistake in told.value.mistakes)


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ('service = "newborn"', 'line = "residense"', 'the hall has no line "residense"; did you mean "residence"?'),
        (
            'id = "passport"\nname = { uk = "Паспорт або',
            'id = "housing"\nname = { uk = "Паспорт або',
            "stands here twice",
        ),
        ('updated = "2026-11-20"', 'updated = "учора"', "it is a day"),
        ("https://lotsman", "http://lotsman", "https address"),
        ('name = { uk = "Бізнес", en = "Business" }', 'name = { en = "Business" }', "no Ukrainian words"),
        ('of = "03-01/01"', 'of = "03-01/09"', "there is no [[service]]"),
        ('[[life_event]]\nid = "birth"', '[[life_events]]\nid = "birth"', "did you mean"),
    ],
)
def test_a_mistake_is_told(before: str, after: str, told: str):
    assert before in GOOD
    with pytest.raises(ConfigError, match=r".") as found:
        parse(GOOD.replace(before, after), "catalogue.toml", PICTURES, hall())
    assert told in str(found.value)


def a_copy(tmp_path: Path) -> Path:
    return Path(shutil.copytree(DEMO / "catalogue", tmp_path / "catalogue"))


def test_a_broken_catalogue_leaves_the_last_good_one_to_the_visitors(tmp_path: Path):
    where = a_copy(tmp_path)
    good = kept.load(where, hall(), HALL, tmp_path / "state")
    assert good.mistakes == ()
    (where / folder.FILE).write_text(GOOD.replace('"04-01/02"', '"01-01/01"', 1), "utf-8")
    (where / "samples" / "application-benefit.png").unlink()
    found = kept.load(where, hall(), HALL, tmp_path / "state")
    assert len(found.mistakes) == 2
    assert found.catalogue == good.catalogue
    assert found.map == good.map
    (where / folder.FILE).unlink()
    assert kept.load(where, hall(), HALL, tmp_path / "state").catalogue == good.catalogue


def test_a_terminal_that_never_had_a_catalogue_starts_all_the_same(tmp_path: Path):
    found = kept.load(tmp_path / "nowhere", hall(), HALL, tmp_path / "state")
    assert found.mistakes
    assert found.catalogue.service == ()


def test_a_catalogue_that_is_mended_is_shown(tmp_path: Path):
    where = a_copy(tmp_path)
    kept.load(where, hall(), HALL, tmp_path / "state")
    (where / folder.FILE).write_text(GOOD.replace("Реєстрація місця проживання", "Нова назва"), "utf-8")
    found = kept.load(where, hall(), HALL, tmp_path / "state")
    assert found.catalogue.services["01-01/01"].name["uk"] == "Нова назва"


def test_what_was_kept_and_cannot_be_read_is_made_anew(tmp_path: Path):
    where = a_copy(tmp_path)
    good = kept.load(where, hall(), HALL, tmp_path / "state")
    (tmp_path / "state" / kept.FILE).write_bytes(b'{"made_of": ')
    assert kept.load(where, hall(), HALL, tmp_path / "state").catalogue == good.catalogue


def test_a_spreadsheet_goes_out_and_comes_in_by_the_command(tmp_path: Path):
    where = a_copy(tmp_path)
    before = folder.load(where)
    assert main(["--hall", str(HALL), "export", str(tmp_path / "all.csv"), str(where)]) == 0
    sheet = (tmp_path / "all.csv").read_text("utf-8").replace("Перша ID-картка", "ID-картка вперше")
    (tmp_path / "all.csv").write_text(sheet, "utf-8")
    assert main(["--hall", str(HALL), "import", str(tmp_path / "all.csv"), str(where)]) == 0
    after = folder.load(where)
    assert after.services["03-01/02"].name["uk"] == "ID-картка вперше"
    assert [s.local_no for s in after.service] == [s.local_no for s in before.service]
    assert after.document == before.document


def test_a_spreadsheet_with_mistakes_changes_nothing(tmp_path: Path):
    where = a_copy(tmp_path)
    before = (where / folder.FILE).read_bytes()
    sheet = "local_no,name_uk,service,days\n09-01/01,Нова,нема-такої,три\n09-01/02,Ще,residence-registration,3\n09-01/02,І ще,,\n"
    (tmp_path / "new.csv").write_text(sheet, "utf-8")
    with pytest.raises(ConfigError) as told:
        main(["--hall", str(HALL), "import", str(tmp_path / "new.csv"), str(where)])
    assert [m.split(":")[1] for m in told.value.mistakes] == ["2", "4"]
    assert (where / folder.FILE).read_bytes() == before


def test_a_spreadsheet_alone_begins_a_catalogue(tmp_path: Path):
    (tmp_path / "new.csv").write_text("local_no;name_uk;category\n09-01/01;Нова послуга;housing\n", "utf-8")
    main(["import", str(tmp_path / "new.csv"), str(tmp_path / "fresh")])
    found = folder.load(tmp_path / "fresh")
    assert found.services["09-01/01"].category == ("housing",)
    assert found.categories["housing"].name == {"uk": "housing"}
