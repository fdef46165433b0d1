import { defineMistake } from '../../define.ts'
import { CLUSTER, SERVICE } from '../names.ts'
import { registerTaskDefinition } from '../task-definition-command.ts'

export default defineMistake({
  title: 'The new version has a tag that does not exist',
  step: 'update-version',
  commands: context => [
    registerTaskDefinition(context, { tag: 'v2' }),
    `aws ecs update-service --cluster ${CLUSTER} --service ${SERVICE} --task-definition web`,
  ],
  expect: {
    status: 'fail',
    reason: 'image-not-found',
    next: /tag after the last colon\. Register the task definition again .*aws ecs update-service --cluster lab --service web --task-definition web`\./,
  },
  mend: (context, named) => [registerTaskDefinition(context, { tag: '2' }), ...named],
})
