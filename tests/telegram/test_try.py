from played_workshop import Workshop


async def test_try(api, bot, ana):
    team = None
    people = [
        (await api.person(f"P{at}", language="en"), role)
        for at, role in enumerate(["users"] * 6 + ["front_line"] * 5 + ["planners"] * 2 + ["partners"])
    ]
    team = await api.group("Team", [ana, *(p for p, _ in people)], kind="supergroup", admins=[ana])
    await api.add_bot(team, ana, admin=True)
    w = Workshop(api, team, ana, people)
    try:
        await w.begins()
        await w.gather()
        await w.steers("Open the questions")
        await w.answer_all()
        await w.steers("Close and show")
        await w.steers("Talk about the first")
        await w.steers("Second round")
        for p, _ in people[6:11]:
            m = await w.button(p, "1 Nothing")
            await p.presses("1 Nothing", m=m)
        await w.steers("Close and compare")
        await w.steers("Note what is true for all")
        await ana.says("users see the plan after it is signed")
        await ana.sees("home visits: talking")
        await w.steers("Next question")
        await w.steers("Next question")
        await w.steers("To the actions")
        await w.steers("Add an action")
        await ana.says("Show the draft plan to six users")
        await ana.sees("Who does it?")
        await ana.says("planning team")
        await ana.sees("By when?")
        await ana.says("30 June")
        await ana.sees("home visits: actions")
        await w.steers("Show the result")
        await w.steers("Report as Markdown")
        await w.steers("End and destroy the key")
        m = await w.button(ana, "Yes, end it")
        await ana.presses("Yes, end it", m=m)
        await ana.sees("the end")
    finally:
        print(await ana.transcript(team))
        print("=" * 60)
        print(await ana.transcript())
        print("=" * 60)
        print(await people[6][0].transcript())
