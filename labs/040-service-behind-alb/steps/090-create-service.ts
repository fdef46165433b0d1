import { expectServiceStable, SERVICE_STABLE_READS } from '../../assertions/expect-service-stable.ts'
import { defineStep } from '../../define.ts'
import { createService } from '../create-service-command.ts'
import { expectedService } from '../expected-service.ts'

export default defineStep({
  title: 'Run two tasks as a service',
  needs: ['create-cluster', 'create-security-groups', 'register-task-definition', 'create-listener'],
  commands: context => [createService(context, context.out['create-security-groups']?.tasksGroupId)],
  check: account => expectServiceStable(account, { ...expectedService(account.out), tasks: 2, orMore: true }),
  hints: [
    'The service needs to know five things: what to run, how many, in which subnets, behind which security group, and which target group to tell.',
    'The tasks’ security group is web-tasks. With the load balancer’s own, port 8080 would be shut, and no task would ever be found healthy.',
    'containerName and containerPort say which container of the task answers: web, 8080.',
  ],
  solve: 'commands',
  timeout: '8m',
  reads: SERVICE_STABLE_READS,
})
