"""PDF: ruled tables as tables of cells, all other text as lines, each character with its box.

A PDF holds characters and strokes at points of a page and knows neither cells nor tables:
`content.py` is what a page holds, in one coordinate system whatever its rotation;
`pdfium.py` (with `drawing.py`) and `plumber.py` are two engines that give it: what they find
painted goes through `rulings.py`, which tells borders from shading, and `seen.py` (with
`surface.py` and `watermarks.py`), which tells what is hidden and what is a watermark.
`grid.py` finds tables in the rulings, `inferred.py` (with `columns.py`) those that lack them;
`textlines.py` and `cells.py` put characters into lines and cells, `blocks.py` makes a page's
blocks, and `pages.py` chooses the engine for it. All that runs in a process of its own under
limits (`serving.py`), which `worker.py` keeps and ends; `exchange.py` is what the two say to
each other. `read.py` makes the document, `rendering.py` a picture of a page. What a page
break cut is made whole later, in stitch.py.
"""
