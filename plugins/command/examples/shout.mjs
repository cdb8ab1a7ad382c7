#!/usr/bin/env node
// Counts the words that an article shouts. Needs nothing but Node.

import { createInterface } from "node:readline";

const say = (line) => process.stdout.write(JSON.stringify(line) + "\n");

let least = 2;
for await (const line of createInterface({ input: process.stdin })) {
  const { hello, settings, document } = JSON.parse(line);
  if (hello) {
    least = settings.least ?? least;
    say({ ready: 1 });
    continue;
  }
  const words = (document.text ?? "").split(/\s+/u).filter(Boolean).map((word) => word.replace(/^[.,:;!?()"']+|[.,:;!?()"']+$/gu, ""));
  const loud = words.filter((word) => [...word].length >= least && /\p{Lu}/u.test(word) && word === word.toUpperCase());
  if (loud.length > 0) {
    say({ event: { type: "com.example.shout.v1", data: { words: words.length, loud: loud.length, first: loud[0] } } });
  }
  say({ done: document.id });
}
