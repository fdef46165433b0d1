import { defineMistake } from '../../define.ts'
import { stopOn } from '../stop-task-command.ts'

export default defineMistake({
  title: 'The task that was stopped did not run on Spot',
  step: 'lose-task',
  commands: () => [stopOn('FARGATE')],
  expect: { status: 'fail', reason: 'other-task-stopped', next: /FARGATE_SPOT/ },
})
