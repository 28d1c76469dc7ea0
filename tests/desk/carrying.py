"""What a courier does between desks and portal."""

from datetime import date

from tests.desk.office import Scene
from wbs.desk import importing, sending
from wbs.desk.importing import import_bundle


def take_in(
    scene: Scene, name: str, *, since: date | None = None, acknowledge: bool = False
) -> importing.Summary:
    """Carry everything that arrived to one desk."""
    with scene.desk(name) as desk:
        summary = import_bundle(desk, scene.portal.bundle(scene.today, since))
        if acknowledge:
            importing.acknowledge(desk)
        return summary


def send_out(scene: Scene, name: str) -> sending.Made:
    """Carry one desk's outbox to the portal."""
    with scene.desk(name) as desk:
        made = sending.make_outbox(desk, scene.folder)
    scene.portal.apply(made.path, scene.today)
    return made
