"""PDF: ruled tables as tables of cells, all other text as lines, each character with its box.

A PDF holds characters and strokes at points of a page and knows neither cells nor tables:
`content.py` is what a page holds, in one coordinate system whatever its rotation;
`pdfium.py` and `plumber.py` are two engines that give it; `grid.py` finds tables in the
strokes; `cells.py` puts characters into cells and lines; `pages.py` chooses the engine for a
page. All that runs in a process of its own under limits (`serving.py`), which `worker.py`
keeps and ends; `exchange.py` is what the two say to each other. `read.py` makes the document.
What a page break cut is made whole later, in stitch.py.
"""
