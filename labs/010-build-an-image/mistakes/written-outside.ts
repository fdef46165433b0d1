import { defineMistake } from '../../define.ts'

export default defineMistake({
  title: 'The shell outside writes the file, not the one in the container',
  step: 'look-inside',
  commands: () => ['docker exec hello echo I was here > visitor.txt'],
  expect: {
    status: 'fail',
    reason: 'nothing-left',
    next: /inside, not on this machine: `docker exec hello sh -c/,
  },
})
