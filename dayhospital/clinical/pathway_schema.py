"""The file of pathways, field by field (described in ``resources/regimens/README.md``)."""

from collections.abc import Callable, Container, Mapping
from dataclasses import dataclass

from dayhospital.clinical.needs_schema import NeedReader
from dayhospital.clinical.yaml_fields import Fields
from dayhospital.domain.confidence import Confidence
from dayhospital.domain.pathway import Interval, Option, Pathway, PathwayStep, StepKind
from dayhospital.domain.regimen import Regimen
from dayhospital.domain.setting import Setting
from dayhospital.domain.surgery import Pathology

RESPONSES = {Pathology.COMPLETE, Pathology.RESIDUAL}


@dataclass(frozen=True)
class PathwayReader:
    """Reads pathways; every method raises :class:`LibraryError`, naming file, line and field, for what it refuses."""

    needs: NeedReader
    regimen: Callable[[str], Regimen | None]
    """A regimen of the library, None when it has no such one."""
    sources: Container[str]

    def pathways(self, fields: Fields) -> Mapping[str, Pathway]:
        """Return the pathways of a file by id, in its order."""
        return {name: self._pathway(name, fields) for name in fields}

    def _pathway(self, pathway_id: str, every: Fields) -> Pathway:
        fields = every.child(pathway_id)
        assert fields is not None, "it was named"
        children = fields.children("steps")
        steps = tuple(self._step(child) for child in children)
        if not any(step.kind is StepKind.TREATMENT for step in steps):
            fields.refuse("steps", "must have at least one regimen")
        if children and (steps[0].after is not None or steps[0].beside or steps[0].continues):
            children[0].refuse("", "is the first step and cannot lean on one before it")
        operated = False
        for step, child in zip(steps, children, strict=True):
            if step.by_response and not operated:
                child.refuse("options", "go by the pathology, and no surgery comes before them")
            operated = operated or step.kind is StepKind.SURGERY
        pathway = Pathway(
            pathway_id,
            fields.text("name"),
            self.needs.asked(fields),
            steps,
            fields.choice("confidence", Confidence).value,
            self._sources(fields),
            fields.text("note", ""),
        )
        fields.done()
        return pathway

    def _step(self, fields: Fields) -> PathwayStep:
        surgery = fields.flag("surgery", False)
        if surgery:
            step = PathwayStep(fields.text("name"), StepKind.SURGERY, after=self._interval(fields))
        else:
            setting = fields.choice("setting", Setting)
            step = PathwayStep(
                fields.text("name"),
                StepKind.TREATMENT,
                setting,
                self._options(fields, setting),
                self._interval(fields),
                fields.flag("beside", False),
                self._phases(fields),
                self.needs.asked(fields),
            )
        fields.done()
        return step

    def _options(self, fields: Fields, setting: Setting) -> tuple[Option, ...]:
        if "options" not in fields:
            return (Option(self._regimens(fields, setting), same_course=fields.flag("same_course", False)),)
        children = fields.children("options")
        found = []
        for child in children:
            response = child.choice("response", Pathology) if "response" in child else None
            if response is not None and response not in RESPONSES:
                child.refuse("response", f"must be one of {', '.join(sorted(RESPONSES))}, not {response}")
            found.append(Option(self._regimens(child, setting), response, child.flag("same_course", False)))
            child.done()
        if not any(option.regimens for option in found):
            fields.refuse("options", "must name at least one regimen")
        return tuple(found)

    def _regimens(self, fields: Fields, setting: Setting) -> tuple[str, ...]:
        if "nothing" in fields:
            if not fields.flag("nothing", False) or "response" not in fields:
                fields.refuse("nothing", "must be true, beside a response")
            return ()
        names = fields.texts("regimens")
        for name in names:
            known = self.regimen(name)
            if known is None:
                fields.refuse("regimens", f"has {name}, which is no regimen of the library")
            elif setting not in known.settings:
                fields.refuse("regimens", f"has {name}, which is not given in the setting {setting}")
        return names

    def _phases(self, fields: Fields) -> tuple[tuple[str, int], ...]:
        child = fields.child("phases")
        if child is None:
            return ()
        found = []
        for name in child:
            known, number = self.regimen(name), child.whole(name, least=1)
            if known is None or number >= len(known.phases):
                child.refuse(name, "must be a regimen of the library with more phases than these")
            found.append((name, number))
        return tuple(found)

    def _interval(self, fields: Fields) -> Interval | None:
        child = fields.child("after")
        if child is None:
            return None
        earliest = child.whole("earliest", 0)
        latest = child.whole("latest", least=earliest)
        interval = Interval(
            earliest,
            latest,
            self._sources(child),
            child.choice("confidence", Confidence).value,
            child.text("note", ""),
        )
        child.done()
        return interval

    def _sources(self, fields: Fields) -> tuple[str, ...]:
        names = fields.texts("sources")
        for name in names:
            if name not in self.sources:
                fields.refuse("sources", f"has {name}, which is not in sources.yaml")
        return names
