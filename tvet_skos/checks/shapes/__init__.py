"""SHACL: shapes compiled to functions that judge one node, and pySHACL for the rest."""

from tvet_skos.checks.shapes.compiler import CompiledShapes, compile_shapes
from tvet_skos.checks.shapes.linting import lint_shapes, untargeted_classes, unused_shapes
from tvet_skos.checks.shapes.model import ShapeResult, Unsupported
from tvet_skos.checks.shapes.validation import validate

__all__ = [
    "CompiledShapes",
    "ShapeResult",
    "Unsupported",
    "compile_shapes",
    "lint_shapes",
    "untargeted_classes",
    "unused_shapes",
    "validate",
]
