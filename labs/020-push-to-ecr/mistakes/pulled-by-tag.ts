import { defineMistake } from '../../define.ts'
import { uri } from '../names.ts'

export default defineMistake({
  title: 'It is pulled by its tag',
  step: 'pull-by-digest',
  commands: context => [`docker image rm greeter:1 ${uri(context)}:1`, `docker pull ${uri(context)}:1`],
  expect: {
    status: 'fail',
    reason: 'has-tag',
    next: /`docker image rm [^`]+:1`, .* `docker pull [^`]+@sha256:[0-9a-f]{64}`$/,
  },
})
