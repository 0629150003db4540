// Reads a .lss file with livesplit-core and prints what it makes of it.
// node livesplit_judge.js FILE, where livesplit-core can be required from the working folder
const path = require('path');
const { createRequire } = require('module');
const core = createRequire(path.join(process.cwd(), 'here.js'))('livesplit-core');
const data = require('fs').readFileSync(process.argv[2]);

const parsed = core.Run.parseArray(data, '', false);
if (!parsed.parsedSuccessfully()) {
  console.log(JSON.stringify({ parsed: false }));
  process.exit(0);
}
const kind = parsed.timerKind();
const run = parsed.unwrap();
const seconds = (span) => (span ? span.totalSeconds() : null);
const time = (both) => ({ real: seconds(both.realTime()), game: seconds(both.gameTime()) });
const segments = [];
for (let number = 0; number < run.len(); number++) {
  const segment = run.segment(number);
  const history = [];
  const rows = segment.segmentHistory().iter();
  for (let row = rows.next(); row; row = rows.next()) history.push({ attempt: row.index(), ...time(row.time()) });
  segments.push({
    name: segment.name(),
    best: time(segment.personalBestSplitTime()),
    gold: time(segment.bestSegmentTime()),
    history,
  });
}
const sum = (method) => seconds(core.Analysis.calculateSumOfBest(run, false, false, method));
console.log(
  JSON.stringify({
    parsed: true,
    kind,
    game: run.gameName(),
    category: run.categoryName(),
    attempts: run.attemptCount(),
    history: run.attemptHistoryLen(),
    segments,
    sum_of_best: { real: sum(0), game: sum(1) },
  }),
);
