"""How many connections to Telegram stay open after a rush? Each is looked at again with every call, so: a few."""

import asyncio

from bot.channels.telegram.connection import KEPT, Connection


async def test_after_a_rush_only_a_few_connections_stay_open(api):
    connection = Connection(api.token, api.url)
    await connection.open()

    await asyncio.gather(*(connection.bot.get_me() for _ in range(40)))

    pool = connection.bot._request[1]._client._transport._pool
    kept = len(pool.connections)
    await connection.close()
    assert kept == KEPT
