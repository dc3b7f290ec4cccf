"""`python -m broker.contracts.papers`: write every paper anew."""

from broker.contracts.papers.writing import ROOT, papers

for name, text in papers().items():
    path = ROOT / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
