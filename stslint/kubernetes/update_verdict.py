"""The API server's verdict on one manifest that is applied over another, from its kind to its validation."""

from __future__ import annotations

from stslint.kubernetes.decoding import decode
from stslint.kubernetes.kinds import judge_kind
from stslint.kubernetes.update import validate_update
from stslint.kubernetes.verdict import Judgement, judge, mended
from stslint.kubernetes.versions import number
from stslint.model import Node


def judge_update(old: Node, new: Node, version: str) -> Judgement:
    """Returns the verdict on ``new`` applied with kubectl over ``old``, for a minor, ``1.37``.

    ``old`` is judged as far as it can be read. An integer that its field can't hold is taken by a patch, and
    is told of by the rule ``integer-wraps-on-apply``, which is none of the API server's.
    """
    if new.kind == "absent" or old.kind == "absent":
        return judge(new, version)
    problems = list(judge_kind(new, version))
    tree = mended(new, problems) if problems else new
    undecoded = decode(tree, version)
    refused = decode(tree, version, applied=True) if undecoded else []
    applied = mended(tree, refused) if refused else tree
    before = judge(old, version).sound
    problems += refused + validate_update(before, applied, number(version))
    return Judgement(tuple(problems), mended(tree, undecoded) if undecoded else tree)
