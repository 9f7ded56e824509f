"""The house itself: is it alive, can it take messages, what is stuck."""

from __future__ import annotations

from litestar import MediaType, Response
from litestar.params import FromPath
from msgspec import convert

from segue import __version__
from segue.app.ports import Job, JobCounts, StoreUnavailable
from segue.build import Segue, database_url
from segue.web.api.asked import Asked
from segue.web.frames import http as f
from segue.web.metrics import CONTENT_TYPE
from segue.web.refusals import not_found


async def healthz(request: Asked) -> f.Health:  # noqa: ARG001 - asks nothing on purpose
    """The process is alive. Says nothing about its database."""
    return f.Health(status="ok")


async def readyz(request: Asked) -> f.Health:
    """Messages can be kept. 503 while they cannot."""
    await request.segue.store.ping()
    return f.Health(status="ready")


async def metrics(request: Asked) -> Response[bytes]:
    """Figures for Prometheus. Numbers only, but not for the public: keep it to your own network."""
    text = request.web.metrics.text()
    return Response(text, media_type=MediaType.TEXT, headers={"content-type": CONTENT_TYPE})


async def openapi(request: Asked) -> dict[str, object]:
    """This very reference, for machines: OpenAPI 3.1."""
    return request.app.openapi_schema.to_schema()


async def system(request: Asked) -> f.System:
    """How everything is: store, feed, jobs, sockets, mail, and what was given up."""
    segue, audience = request.segue, request.web.audience
    latency = await _latency(segue)
    dead: list[Job] = []
    counts = JobCounts()
    if latency is not None:
        dead = await segue.store.dead()
        counts = await segue.store.job_counts(segue.clock())
    mails = [job.last_error for job in dead if "mail" in job.kind]
    return f.System(
        version=__version__,
        started_at=segue.started_at,
        store=f.StoreHealth(kind_of_store(segue), latency is not None, latency),
        feed=f.FeedHealth("nats" if segue.settings.nats_url else "in process", ok=True),
        jobs=f.JobsHealth(counts.due, counts.scheduled, counts.running, counts.dead),
        dead=tuple(_dead(job) for job in dead),
        sockets=f.Sockets(audience.customers, len(audience.screens)),
        encoder=f.EncoderHealth(ok=segue.brains_trouble is None),
        mail=f.MailHealth(segue.mailer is not None, not mails, mails[0] if mails else None),
        bot=_bot(segue),
    )


def _bot(segue: Segue) -> f.BotHealth | None:
    """The company's own bot, as this process has found it since its start."""
    if segue.outside is None:
        return None
    return convert(segue.outside.state(), f.BotHealth, from_attributes=True)


def _dead(job: Job) -> f.DeadJob:
    return f.DeadJob(
        id=str(job.id),
        kind=job.kind,
        conversation=job.conversation,
        attempts=job.attempts,
        last_error=job.last_error or None,
        at=job.run_at,
    )


async def _latency(segue: Segue) -> float | None:
    try:
        return round(await segue.store.ping() * 1000, 2)
    except StoreUnavailable:
        return None


def kind_of_store(segue: Segue) -> str:
    """What the database is called."""
    return database_url(segue.settings).split(":", 1)[0].split("+", 1)[0]


async def retry(request: Asked, job: FromPath[int]) -> f.Retried:
    """Try a piece of work again that was given up."""
    segue = request.segue
    if not await segue.store.revive(job, segue.clock()):
        raise not_found()
    segue.jobs.wake()
    return f.Retried(retried=True)
