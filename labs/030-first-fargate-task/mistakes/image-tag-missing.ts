import { defineMistake } from '../../define.ts'
import runTask from '../steps/050-run-task.ts'
import { registerTaskDefinition } from '../task-definition-command.ts'

export default defineMistake({
  title: 'The newest revision names an image tag that does not exist',
  step: 'run-task',
  commands: context => [registerTaskDefinition(context, { imageTag: 'v1' }), ...runTask.commands(context)],
  expect: {
    status: 'fail',
    reason: 'image-not-found',
    next: /tag after the last colon\. Register the task definition again .* run the new revision\./,
  },
  mend: context => [registerTaskDefinition(context), ...runTask.commands(context)],
})
