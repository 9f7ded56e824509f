"""The servers that tests bring along do start, here, as whoever we are."""

from email.message import EmailMessage

import asyncpg
import nats
from aiosmtplib import SMTP
from playwright.async_api import Browser

from servers.nats import Nats
from servers.postgres import Cluster
from servers.smtp import PostOffice


async def test_postgres_gives_each_test_its_own_database(
    postgres_cluster: Cluster, postgres_url: str
) -> None:
    connection = await asyncpg.connect(postgres_url.replace("+asyncpg", ""))
    await connection.execute("create table told (words text)")
    assert await connection.fetchval("select count(*) from told") == 0
    await connection.close()

    template = postgres_url.rsplit("/", 1)[1]
    copy = postgres_cluster.create(template)
    connection = await asyncpg.connect(postgres_cluster.url(copy).replace("+asyncpg", ""))
    assert await connection.fetchval("select count(*) from told") == 0
    await connection.close()
    postgres_cluster.drop(copy)


async def test_nats_wakes_a_listener(nats_server: Nats) -> None:
    client = await nats.connect(nats_server.url)
    heard = await client.subscribe("segue.wake")
    await client.publish("segue.wake", b"c_1")
    assert (await heard.next_msg(timeout=5)).data == b"c_1"
    await client.close()


async def test_a_letter_arrives(smtp: PostOffice) -> None:
    letter = EmailMessage()
    letter["From"], letter["To"], letter["Subject"] = "a@example.test", "b@example.test", "Hallo"
    letter.set_content("Grüße")
    async with SMTP(hostname=smtp.host, port=smtp.port) as client:
        await client.send_message(letter)
    (kept,) = smtp.wait(1)
    assert kept.recipients == ["b@example.test"]
    assert kept.message.get_content().strip() == "Grüße"


async def test_chromium_opens_a_page(browser: Browser) -> None:
    page = await browser.new_page()
    await page.set_content("<p>Hello <b>there</b></p>")
    assert await page.inner_text("p") == "Hello there"
    assert await page.evaluate("new Intl.NumberFormat('de').format(1234.5)") == "1.234,5"
