import { expectAnswers } from '../../assertions/expect-answers.ts'
import { expectServiceStable, SERVICE_STABLE_READS } from '../../assertions/expect-service-stable.ts'
import { allOf } from '../../assertions/verdicts.ts'
import { defineStep } from '../../define.ts'
import { expectedService } from '../expected-service.ts'
import { CLUSTER, SERVICE } from '../names.ts'
import { registerTaskDefinition } from '../task-definition-command.ts'

export default defineStep({
  title: 'Update to version 2 without losing a request',
  needs: ['create-execution-role', 'create-load-balancer', 'create-service', 'scale-out'],
  commands: context => [
    registerTaskDefinition(context, { tag: '2' }),
    `aws ecs update-service --cluster ${CLUSTER} --service ${SERVICE} --task-definition web`,
    `for request in $(seq 30); do curl -sS http://${context.out['create-load-balancer']?.dnsName}/version; echo; sleep 0.5; done`,
  ],
  check: account =>
    allOf(
      () =>
        expectServiceStable(account, {
          ...expectedService(account.out),
          tasks: 3,
          image: '/web:2',
          imageBefore: '/web:1',
        }),
      () =>
        expectAnswers(account, {
          dnsName: account.out['create-load-balancer']?.dnsName ?? '',
          tasks: 2,
          version: '2',
        }),
    ),
  hints: [
    'A task definition is never changed: you register a new revision of it, then tell the service to use that.',
    'Compare the first command with the one of the step that describes the task: one digit is different.',
    'Without a revision, --task-definition web means the newest one.',
  ],
  solve: 'commands',
  timeout: '10m',
  serves: true,
  reads: SERVICE_STABLE_READS,
})
