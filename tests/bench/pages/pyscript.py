"""What a page with PyScript runs."""

from pyscript import window

from calculators.page import answer

window.bench.finish(answer(window.bench.request))
