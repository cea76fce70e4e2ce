# The inner loop: under a minute.
check: format lint proof test story

format:
    ruff format .

lint:
    ruff check .
    mypy
    lint-imports

test:
    PYTHONHASHSEED=0 pytest -q -x -n 2 -m 'not thorough' --ignore=tests/packaging --ignore=tests/terminal

proof:
    tango check

story:
    tango story

# Everything, as it runs before a change lands.
ci:
    bash .ci/run

bench:
    python -m tests.bench
