import { defineMistake } from '../../define.ts'
import runContainer from '../steps/020-run-container.ts'

export default defineMistake({
  title: 'It is removed, and not only stopped',
  step: 'stop-container',
  commands: () => ['docker rm --force hello'],
  expect: {
    status: 'fail',
    reason: 'container-gone',
    next: /Make it anew with the command of “Run it”, then run this step’s/,
  },
  mend: context => [...runContainer.commands(context), 'docker stop hello'],
})
