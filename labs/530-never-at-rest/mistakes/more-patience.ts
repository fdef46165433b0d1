import { defineMistake } from '../../define.ts'
import { NAME } from '../names.ts'
import repair from '../steps/020-repair.ts'

export default defineMistake({
  title: 'The tasks are only given more time',
  step: 'repair',
  commands: () => [
    `aws ecs update-service --cluster ${NAME} --service ${NAME} --health-check-grace-period-seconds 600 --query service.serviceName --output text`,
  ],
  expect: { status: 'fail', reason: 'still-broken', next: /What was the question/ },
  mend: context => (repair.solve === 'commands' ? [] : repair.solve(context)),
})
