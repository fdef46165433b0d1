import { defineMistake } from '../../define.ts'
import { createService } from '../create-service-command.ts'

/** The path was right when the step was checked, and was changed afterwards: the service's own check must find it. */
export default defineMistake({
  title: 'The health check asks a path that the app does not know',
  step: 'create-service',
  commands: context => [
    `aws elbv2 modify-target-group --target-group-arn ${context.out['create-target-group']?.targetGroupArn} --health-check-path /healthz`,
    createService(context, context.out['create-security-groups']?.tasksGroupId),
  ],
  expect: {
    status: 'fail',
    reason: 'health-check-path',
    next: /aws elbv2 modify-target-group --target-group-arn arn:\S+ --health-check-path \/health`\./,
  },
})
