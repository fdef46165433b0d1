import { defineMistake } from '../../define.ts'
import { NAME } from '../names.ts'
import repair from '../steps/020-repair.ts'

export default defineMistake({
  title: 'The service is started anew, in the hope that it goes away',
  step: 'repair',
  commands: () => [
    `aws ecs update-service --cluster ${NAME} --service ${NAME} --force-new-deployment --query service.serviceName --output text`,
  ],
  expect: { status: 'fail', reason: 'still-broken', next: /whom does the task try to reach/ },
  mend: context => (repair.solve === 'commands' ? [] : repair.solve(context)),
})
