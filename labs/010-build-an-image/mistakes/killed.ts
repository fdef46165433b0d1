import { defineMistake } from '../../define.ts'

export default defineMistake({
  title: 'It is killed instead of stopped',
  step: 'stop-container',
  commands: () => ['docker kill hello'],
  expect: { status: 'fail', reason: 'killed', next: /`docker start hello`, .* `docker stop hello`$/ },
  mend: (_context, [start = '', stop = '']) => [start, 'sleep 1', stop],
})
