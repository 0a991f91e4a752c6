"""SHACL: shapes compiled to functions that judge one node, and pySHACL for the rest."""

from tvet_skos.checks.shapes.compiler import CompiledShapes, compile_shapes
from tvet_skos.checks.shapes.linting import lint_shapes, untargeted_classes, unused_shapes
from tvet_skos.checks.shapes.model import ShapeResult, Unsupported
from tvet_skos.checks.shapes.validation import ShaclEngine, validate

__all__ = [
    "CompiledShapes",
    "ShaclEngine",
    "ShapeResult",
    "Unsupported",
    "compile_shapes",
    "lint_shapes",
    "untargeted_classes",
    "unused_shapes",
    "validate",
]
