"""Making a memory snapshot small, inside Pyodide: leaving out what no operation of the page uses.

What is left out can still be asked for. It then raises `LeftOut`, and the worker starts Python anew from its library,
where everything is. So does every import of a module that is not loaded already.
"""

import _imp
import functools
import gc
import linecache
import sys
import types
import zipimport
from collections.abc import Collection, Iterable
from typing import Any, Never

type Place = tuple[str, str, int]

# What an import or the report of an error goes through, and our own code: a page may yet need all of it.
KEPT = frozenset({"_pyodide", "calculators", "encodings", "importlib", "linecache", "pyodide", "shedding", "traceback"})

_LIBRARY = "/lib/python313.zip/"
_CACHED = type(functools.cache(len))
_TOOL = sys.monitoring.DEBUGGER_ID
_LARGEST_PIECE = 1 << 24
_SMALLEST_PIECE = 8

_used: set[types.CodeType] = set()


class LeftOut(BaseException):
    """The snapshot does not hold what was asked for. No handler in between should take it for an answer."""


class _NoImports:
    """Finds no module, and lets nobody believe that there is none."""

    def find_spec(self, name: str, _path: object = None, _target: object = None) -> Never:
        raise LeftOut(name)


def leave_out_modules(names: Iterable[str]) -> None:
    """Put something in the place of modules that raises LeftOut when it is used, as long as they are not loaded.

    They may be imported, as the libraries of a page import what they then do not use.
    """

    def left_out(attribute: str) -> Never:
        raise LeftOut(attribute)

    for name in names:
        assert name not in sys.modules, f"{name} is loaded already"
        sys.modules[name] = types.ModuleType(name)
        vars(sys.modules[name])["__getattr__"] = left_out


def note_use() -> None:
    """Note from now on which functions are called."""
    _clear_caches()

    def began(code: types.CodeType, _offset: int) -> object:
        _used.add(code)
        return sys.monitoring.DISABLE

    sys.monitoring.use_tool_id(_TOOL, "shedding")
    sys.monitoring.register_callback(_TOOL, sys.monitoring.events.PY_START, began)
    sys.monitoring.set_events(_TOOL, sys.monitoring.events.PY_START)


def used() -> list[Place]:
    """Where the functions stand that were called since."""
    return sorted({_place(code) for code in tuple(_used)})


def shed(used: Collection[Place]) -> int:
    """Leave out the code of functions that are not among those used, and what can be made again; end all importing.

    Garbage collection will leave alone all objects there are. Returns the address of one of them.
    """
    _clear_caches()
    linecache.clearcache()
    # These would find modules in archives that a page has not got.
    vars(zipimport)["_zip_directory_cache"].clear()
    sys.path_importer_cache.clear()
    kept = {tuple(place) for place in used}
    for function in gc.get_objects():
        if type(function) is not types.FunctionType:
            continue
        if _place(function.__code__) in kept or not _is_foreign(function):
            function.__code__ = _without_lines(function.__code__)
        else:
            function.__code__ = _left_out(function.__code__.co_freevars)
            function.__doc__ = None
            function.__annotations__ = {}
    sys.meta_path.insert(0, _NoImports())
    gc.collect()
    gc.freeze()
    return id(sys.modules)


def frozen_bytecode() -> list[memoryview]:
    """The bytecode of the modules that are part of Python itself. Importing one made a copy."""
    found = [_imp.find_frozen(name, withdata=True) for name in vars(_imp)["_frozen_module_names"]()]
    return [module[0] for module in found if module and module[0]]


def zero_free_memory() -> None:
    """Fill all memory that is free with zeros, as long as memory cannot grow: take it, in ever smaller pieces."""
    taken: Any = None
    size = _LARGEST_PIECE
    while size >= _SMALLEST_PIECE:
        for length in (size, size * 3 // 4):
            try:
                while True:
                    taken = (bytes(length), taken)
            except MemoryError:
                pass
        size //= 2
    # One by one, for a long chain let go at once would free itself by recursion.
    while taken:
        taken = taken[1]


def _clear_caches() -> None:
    """Forget earlier requests, which bounded caches hold; caches without bounds hold what never changes."""
    for wrapper in gc.get_objects():
        if type(wrapper) is _CACHED and wrapper.cache_parameters()["maxsize"] is not None:
            wrapper.cache_clear()


def _place(code: types.CodeType) -> Place:
    # Bytecode names its file within the archive, source its place in the file system too.
    return code.co_filename.removeprefix(_LIBRARY), code.co_qualname, code.co_firstlineno


def _is_foreign(function: types.FunctionType) -> bool:
    """Whether it comes from a module's file (generated code says so in angle brackets) that need not be kept."""
    top = function.__code__.co_filename.partition("/")[0].removesuffix(".py")
    return not top.startswith("<") and top not in KEPT


def _without_lines(code: types.CodeType) -> types.CodeType:
    """The same code, which no longer knows its lines: only errors tell them, and those of a lean start are reported."""
    constants = (_without_lines(part) if isinstance(part, types.CodeType) else part for part in code.co_consts)
    return code.replace(co_linetable=_no_lines(len(code.co_code) // 2), co_consts=tuple(constants))


@functools.cache
def _no_lines(units: int) -> bytes:
    """A table of lines in which this many units of code have none; each byte of it stands for up to eight."""
    whole, rest = divmod(units, 8)
    return b"\xff" * whole + (bytes([0xF7 + rest]) if rest else b"")


@functools.cache
def _left_out(names: tuple[str, ...]) -> types.CodeType:
    """Code that raises LeftOut, with these free variables, for it must have as many as what it stands for."""
    module = compile("def left_out(*_, **__): raise 'LeftOut'", "<left out>", "exec")
    code: types.CodeType = next(part for part in module.co_consts if isinstance(part, types.CodeType))
    # A constant, because each function keeps the global names of its own module.
    constants = tuple(LeftOut if constant == LeftOut.__name__ else constant for constant in code.co_consts)
    return code.replace(co_consts=constants, co_freevars=names)
