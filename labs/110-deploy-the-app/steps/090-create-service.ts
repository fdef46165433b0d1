import { expectServiceStable, SERVICE_STABLE_READS } from '../../assertions/expect-service-stable.ts'
import { defineStep } from '../../define.ts'
import { createService } from '../create-service-command.ts'
import { expectedService } from '../expected-service.ts'
import { explainUnready } from '../explain-unready.ts'

export default defineStep({
  title: 'Run two tasks',
  needs: ['prepare', 'register-task-definition', 'create-listener'],
  commands: context => [createService(context)],
  check: async account =>
    explainUnready(account, await expectServiceStable(account, expectedService(account.out))),
  hints: [
    'Both tasks start at once, and both want to make the tables. One of them gets a lock in the database, the other waits.',
    'The app says itself what it lacks: open the path /health/ready in App, or look into Logs.',
  ],
  solve: 'commands',
  timeout: '8m',
  reads: SERVICE_STABLE_READS,
})
