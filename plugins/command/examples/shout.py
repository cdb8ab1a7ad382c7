#!/usr/bin/env python3
"""Counts the words that an article shouts. Needs nothing but Python."""

import json
import sys


def say(**line):
    print(json.dumps(line), flush=True)


least = 2
for line in sys.stdin.buffer:
    message = json.loads(line)
    if "hello" in message:
        least = message["settings"].get("least", least)
        say(ready=1)
        continue
    document = message["document"]
    words = [word.strip(".,:;!?()\"'") for word in (document["text"] or "").split()]
    loud = [word for word in words if len(word) >= least and word.isupper()]
    if loud:
        say(event={"type": "com.example.shout.v1", "data": {"words": len(words), "loud": len(loud), "first": loud[0]}})
    say(done=document["id"])
