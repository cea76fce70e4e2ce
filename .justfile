# The inner loop: under a minute.
check: format lint proof test story

format:
    ruff format .

lint:
    ruff check .
    mypy
    lint-imports

test:
    pytest -q -x -n 2 -m 'not thorough' --ignore=tests/packaging --ignore=tests/terminal --ignore=tests/store --ignore=tests/commands --ignore=tests/telegram --ignore=tests/test_botapi.py --ignore=tests/test_botapi_clients.py --ignore=tests/content_texts --ignore=tests/render/test_every_language.py --ignore=tests/proof/test_against_reference.py

# What is kept, and the commands for it: run it when you touch the store.
kept:
    pytest -q -x -n 2 -m 'not thorough' tests/store tests/commands

# The bot for Telegram, on a strict stand-in of the Bot API: run it when you touch the bot.
chats:
    pytest -q -x -n 2 -m 'not thorough' tests/telegram tests/test_botapi.py tests/test_botapi_clients.py

# The prover against every conversation of random dialogues: run it when you touch the proof or the reasoning.
proved:
    pytest -q -x -n 2 tests/proof/test_against_reference.py

# What people read: run it when you touch a text.
texts:
    pytest -q -x -n 2 tests/content_texts tests/render/test_every_language.py

proof:
    tango check

story:
    tango story

# Everything, as it runs before a change lands.
ci:
    bash .ci/run

bench:
    python -m tests.bench
