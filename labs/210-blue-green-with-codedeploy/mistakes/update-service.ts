import { defineMistake } from '../../define.ts'
import { deploy } from '../deploy-commands.ts'
import { place } from '../names.ts'

/** ECS refuses it: “Unable to update task definition on services with a CODE_DEPLOY deployment controller.” */
export default defineMistake({
  title: 'The service is updated as any other, without CodeDeploy',
  step: 'deploy',
  commands: () => [
    `aws ecs update-service --cluster ${place.name} --service ${place.name} --task-definition ${place.name}`,
  ],
  expect: { status: 'fail', reason: 'deployment-missing', next: /ECS refuses a new task definition/ },
  mend: context => deploy(context),
})
